export interface StoredUserList {
  id: string;
  users: string[];
  updatedAt: number;
}

/** Lists of users that audiences name, per application. */
export interface UserListStore {
  list(app: string): Promise<{ id: string; userCount: number; updatedAt: number }[]>;
  get(app: string, id: string): Promise<StoredUserList | undefined>;
  /** Adds or replaces. */
  put(app: string, list: StoredUserList): Promise<void>;
  /** False where there was none. */
  remove(app: string, id: string): Promise<boolean>;
}
