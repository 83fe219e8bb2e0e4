package dev.gosync;

import java.io.IOException;

/**
 * Somewhere things can be read from. One that can be read and never written (who is on call now) is a source and no
 * {@link Adapter}, so that it cannot be passed as a destination.
 *
 * <p>An implementation may be asked by several threads at once.
 */
public interface Source extends AutoCloseable {
    /**
     * Says which place this is, for plans, reports and logs: {@code Slack user group S0123}. Two sources of one name are
     * taken for the same place. Does no I/O and shows no secret.
     *
     * @return the name, neither blank nor changing
     */
    String name();

    /**
     * Reads everything this place holds. A failed or partial read is an exception, never a shorter list.
     *
     * @return what is there now
     * @throws AdapterException if the place cannot be read whole
     * @throws IOException if it cannot be reached; the engine takes this for {@link Kind#UNAVAILABLE}
     * @throws InterruptedException if the thread is interrupted, within a second of it
     */
    Listing get() throws IOException, InterruptedException;

    /** Frees what this source opened for itself, and nothing that was handed to it. Closing twice is harmless. */
    @Override
    default void close() {}
}
