//! Every row of the transitions, as a story.
