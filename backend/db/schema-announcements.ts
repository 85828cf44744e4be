// The table of announcements.
export type AnnouncementTables = {
  announcements: {
    id: string;
    /** null: for all restaurants. */
    restaurant_id: string | null;
    /** The announcement as the contract has it. */
    body: string;
    created_at: number;
    /** From then on nobody is shown it; null: until somebody ends it. */
    until_at: number | null;
    ended_at: number | null;
  };
};
