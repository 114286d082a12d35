const USER_LENGTH_MAX = 200;

/** One user per line; empty lines and repetitions don't count. */
export function parseUsers(text: string): { users: string[]; refused: string[] } {
  const lines = text.split('\n').map((line) => line.trim());
  const users = [...new Set(lines.filter((line) => line !== ''))];
  return { users, refused: users.filter((user) => user.length > USER_LENGTH_MAX) };
}
