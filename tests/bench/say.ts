/** Reports progress. */
export type Say = (message: string) => void;
