/** Names in the tab's storage of what instructions have begun: there while something waits … */
export const KEPT = 'instructions';
/** … and until when something is captured. With either the next page loads the agent's code though no rule asks for it. */
export const CAPTURING = 'capturing';
