package dev.gosync.adapter;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What went wrong, for one thing or for a whole place. Every message about a failure is made from this record.
 * Immutable; threads may share it.
 *
 * @param kind what the service's answer means; empty if no service caused the failure, such as an interrupt
 * @param place the {@linkplain Source#name() name} of the place
 * @param operation what was being done, in the vendor's word if there is one: {@code conversations.invite}
 * @param problem what went wrong, without a full stop
 * @param remedy what to do next, in full sentences; may be empty if there is no kind
 * @param retryAt when to try again, if the service said so or the retries were used up
 */
public record Failure(
        Optional<FailureKind> kind,
        String place,
        String operation,
        String problem,
        String remedy,
        Optional<Instant> retryAt) {

    /** Checks that every part is present. If there is a kind, the problem may quote a service, so it is put on one line. */
    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(remedy, "remedy");
        Objects.requireNonNull(retryAt, "retryAt");
        if (kind.isPresent()) {
            problem = problem.strip().replaceAll("\\s*\\R\\s*", " ");
        }
    }

    /** {@return the whole failure: place, operation, problem, kind and remedy; only problem and remedy if there is no kind} */
    public String message() {
        return kind.map(known -> "%s: %s: %s (%s). %s".formatted(place, operation, problem, known, remedy))
                .orElseGet(this::reason);
    }

    /** {@return the failure without its place and kind, for a list that already shows them} */
    public String reason() {
        return kind.isPresent()
                ? "%s: %s. %s".formatted(operation, problem, remedy)
                : remedy.isEmpty() ? problem : problem + ". " + remedy;
    }

    /** {@return {@link #message()}} */
    @Override
    public String toString() {
        return message();
    }
}
