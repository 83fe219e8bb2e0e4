package dev.gosync.config;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The webhook that hears of runs: the key {@code notify}. Everyone who knows its address can post to it, so the address is a secret.
 * Immutable; threads may share it.
 *
 * @param address {@code https}, or {@code http} to this machine; never show it
 * @param events what it hears of, at least one
 * @param link an address where people find more about a run, such as the page of a CI job
 * @param format what it is sent
 */
public record Webhook(URI address, Set<Event> events, Optional<URI> link, Format format) {
    /** What happened in a run. */
    public enum Event {
        /** A guard refused a plan, or a saved plan was stale. */
        REFUSED,
        /** A place could not be read, or not everything was done. */
        FAILED,
        /** At least one member was added or removed. */
        CHANGED
    }

    /** What is sent. */
    public enum Format {
        /** A text, for an incoming webhook of Slack. */
        SLACK,
        /** A JSON document. */
        JSON
    }

    /** Copies the events. */
    public Webhook {
        events = Set.copyOf(events);
    }

    /** {@return everything except the address} */
    @Override
    public String toString() {
        return "webhook " + format + " for " + events;
    }
}
