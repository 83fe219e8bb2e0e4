package dev.gosync.journal;

/** Placeholder. */
public final class JdbcRunStore {
    private JdbcRunStore() {}
}
