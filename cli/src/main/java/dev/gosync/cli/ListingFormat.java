package dev.gosync.cli;

/** The formats of {@code go-sync list}. */
enum ListingFormat {
    /** One thing on each line. */
    TEXT,
    /** A row for each thing, with its other spellings and the reason why it is kept. */
    CSV,
    /** One document. */
    JSON
}
