package dev.gosync.adapter;

import java.io.IOException;

/**
 * A place that things can be read from. A place that can only be read, such as an on-call rotation, is a source and not
 * an {@link Adapter}, so that it cannot be passed as a destination.
 *
 * <p>Several threads may call it at once.
 */
public interface Source extends AutoCloseable {
    /**
     * Names the place in plans, reports and logs: {@code Slack user group S0123}. Two sources with the same name are
     * treated as the same place. Does no I/O and shows no secret.
     *
     * @return the name, not blank, always the same
     */
    String name();

    /**
     * Reads everything that the place holds. A failed or partial read is an exception, never a shorter list.
     *
     * @return what the place holds now
     * @throws AdapterException if the place cannot be read completely
     * @throws IOException if it cannot be reached; the engine treats this as {@link FailureKind#UNAVAILABLE}
     * @throws InterruptedException if the thread is interrupted, within a second of the interrupt
     */
    Listing get() throws IOException, InterruptedException;

    /** Frees what this source opened itself, and nothing that was passed to it. Closing twice does no harm. */
    @Override
    default void close() {}
}
