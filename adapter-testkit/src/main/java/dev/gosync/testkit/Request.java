package dev.gosync.testkit;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One request as the service saw it, noted when it arrived and before it was answered.
 *
 * @param operation what was asked for, in the vendor's word: {@code conversations.invite}, {@code GET /members}
 * @param access whether it may change something
 * @param at when it arrived
 * @param fault the fault that hit it, if there was one
 */
public record Request(String operation, Access access, Instant at, Optional<Fault> fault) {
    /** What a request does to a service. */
    public enum Access {
        /** It changes nothing: a search by POST is a read too. */
        READ,
        /** It changes something, or tries to. */
        WRITE;

        /** What a verb usually does. */
        static Access of(String verb) {
            return verb.equals("GET") || verb.equals("HEAD") ? READ : WRITE;
        }
    }

    /** Checks that nothing is missing. */
    public Request {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(fault, "fault");
    }
}
