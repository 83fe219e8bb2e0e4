package dev.gosync.testkit;

import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Request.Access;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A fault that a service simulates, and the later requests that it hits. It hits every request unless {@link #onReads}, {@link
 * #onWrites}, {@link #from} or {@link #times} says otherwise. Immutable.
 *
 * @param type what happens
 * @param kind what the answer means; there for {@link Type#ANSWER} only
 * @param retryAfter when the answer says to come back, for {@link FailureKind#RATE_LIMITED} and {@link FailureKind#UNAVAILABLE}
 * @param access whether it hits reads or writes; empty means both
 * @param first the number of the first request that it hits, counted from 1 when it is injected; only requests of its access count
 * @param count how many requests in a row it hits
 * @param malformed what the answer looks like, only for {@link FailureKind#MALFORMED_ANSWER}; the fake decides if it is empty
 * @param tellsSecret whether the answer repeats the client's secret
 * @param asDate whether the time to come back is a date, if the service has both forms
 */
public record Fault(
        Type type,
        Optional<FailureKind> kind,
        Optional<Duration> retryAfter,
        Optional<Access> access,
        int first,
        int count,
        Optional<Malformed> malformed,
        boolean tellsSecret,
        boolean asDate) {

    /** What can go wrong. */
    public enum Type {
        /** The service answers, in its vendor's own shape, that it failed for the reason of {@link Fault#kind}. */
        ANSWER,
        /** The port is closed: no connection can be made, and open connections break. It hits every request. */
        REFUSED_CONNECTION,
        /** The service does what was asked, and the connection breaks in the middle of its answer. */
        RESET,
        /** The service does what was asked, and the connection breaks before any answer. */
        LOST_ANSWER,
        /** An answer begins and never ends. What was asked may have been done. */
        ENDLESS_ANSWER,
        /** No answer comes, and the connection stays open. Nothing is done. */
        HANG,
        /** The service does what was asked, and a proxy on the way answers with 502 and an HTML page. */
        PROXY_ERROR,
        /** The answer is a redirect to another host. Nothing is done. */
        REDIRECT,
        /**
         * A write is answered like an earlier one that succeeded, but without its details, and nothing is done. That is the
         * write of its operation that resembles it most, so that an addition is not answered like a removal. A write whose
         * answer has no details is carried out as usual, and so is a read.
         */
        BARE_SUCCESS,
        /** A request for a further page is answered with the first page again, and with a new cursor if there is one. */
        ENDLESS_PAGES,
        /** The service does what was asked. Its answer has further fields, and leaves out those that are null. */
        OTHER_FIELDS,
        /** The service does what was asked, and repeats the client's secret if it refuses. */
        SECRET_IN_REFUSALS,
        /** The service does what was asked, and answers a few milliseconds later. */
        DELAY
    }

    /** Checks that the components go together. */
    public Fault {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(access, "access");
        if (malformed.isPresent() && !kind.equals(Optional.of(FailureKind.MALFORMED_ANSWER))) {
            throw new IllegalArgumentException("Only an answer of kind MALFORMED_ANSWER is malformed");
        }
        if (kind.isPresent() != (type == Type.ANSWER)) {
            throw new IllegalArgumentException("An answer has a kind, and nothing else has one");
        }
        if (kind.filter(FailureKind::concernsOneThing).isPresent()) {
            throw new IllegalArgumentException(
                    "A fault cannot concern one thing: introduce or forbid that thing instead");
        }
        if (retryAfter.isPresent() && !kind.filter(FailureKind::isTransient).isPresent()) {
            throw new IllegalArgumentException("Only an answer that is transient says when to come back");
        }
        if (type == Type.REFUSED_CONNECTION && (access.isPresent() || first > 1 || count < Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("A connection is refused whatever it is for");
        }
        if (first < 1 || count < 1) {
            throw new IllegalArgumentException("first and count must be at least 1");
        }
    }

    /**
     * A fault without details.
     *
     * @param type what happens
     * @param kind what the answer means; only for {@link Type#ANSWER}
     * @param retryAfter when the answer says to come back
     * @param access whether it hits reads or writes; empty means both
     * @param first the number of the first request that it hits, counted from 1
     * @param count how many requests in a row it hits
     */
    public Fault(
            Type type,
            Optional<FailureKind> kind,
            Optional<Duration> retryAfter,
            Optional<Access> access,
            int first,
            int count) {
        this(type, kind, retryAfter, access, first, count, Optional.empty(), false, false);
    }

    /**
     * Something that happens to a connection.
     *
     * @param type any but {@link Type#ANSWER}
     * @return that fault, for every request
     */
    public static Fault of(Type type) {
        return new Fault(type, Optional.empty(), Optional.empty(), Optional.empty(), 1, Integer.MAX_VALUE);
    }

    /**
     * An answer that says that the service did nothing, and why. For {@link FailureKind#MALFORMED_ANSWER}, an answer that no
     * client can understand. It does not say when to come back.
     *
     * @param kind what it means; one that concerns the place
     * @return that fault, for every request
     */
    public static Fault answer(FailureKind kind) {
        return new Fault(Type.ANSWER, Optional.of(kind), Optional.empty(), Optional.empty(), 1, Integer.MAX_VALUE);
    }

    /**
     * An answer that says that there were too many calls.
     *
     * @param retryAfter when it says to come back
     * @return that fault, for every request
     */
    public static Fault rateLimited(Duration retryAfter) {
        return comingBack(FailureKind.RATE_LIMITED, retryAfter);
    }

    /**
     * An answer that is well formed and that no client can understand.
     *
     * @param malformed what it looks like
     * @return that fault, for every request
     */
    public static Fault malformed(Malformed malformed) {
        return new Fault(
                Type.ANSWER,
                Optional.of(FailureKind.MALFORMED_ANSWER),
                Optional.empty(),
                Optional.empty(),
                1,
                Integer.MAX_VALUE,
                Optional.of(malformed),
                false,
                false);
    }

    /**
     * An answer that says that the service is out of order for a while.
     *
     * @param retryAfter when it says to come back; may be zero
     * @return that fault, for every request
     */
    public static Fault unavailable(Duration retryAfter) {
        return comingBack(FailureKind.UNAVAILABLE, retryAfter);
    }

    private static Fault comingBack(FailureKind kind, Duration retryAfter) {
        return new Fault(
                Type.ANSWER, Optional.of(kind), Optional.of(retryAfter), Optional.empty(), 1, Integer.MAX_VALUE);
    }

    /** {@return this fault, for reads only} */
    public Fault onReads() {
        return on(Optional.of(Access.READ), first, count);
    }

    /** {@return this fault, for writes only} */
    public Fault onWrites() {
        return on(Optional.of(Access.WRITE), first, count);
    }

    /** {@return this fault, whose answer repeats the client's secret and a beginning of it} */
    public Fault tellingSecret() {
        return new Fault(type, kind, retryAfter, access, first, count, malformed, true, asDate);
    }

    /** {@return this fault, whose time to come back is a date and not a number of seconds} */
    public Fault withDate() {
        return new Fault(type, kind, retryAfter, access, first, count, malformed, tellsSecret, true);
    }

    private Fault on(Optional<Access> requests, int from, int times) {
        return new Fault(type, kind, retryAfter, requests, from, times, malformed, tellsSecret, asDate);
    }

    /**
     * Begins the fault later.
     *
     * @param number the number of the first request that it hits, from 1
     * @return this fault, from that request on
     */
    public Fault from(int number) {
        return on(access, number, count);
    }

    /**
     * Ends the fault after some requests.
     *
     * @param count how many requests in a row it hits
     * @return this fault, for that many requests
     */
    public Fault times(int count) {
        return on(access, first, count);
    }

    /** Whether it can hit requests with this access. */
    boolean concerns(Access request) {
        return access.isEmpty() || access.get() == request;
    }

    /** Whether it hits the request with this number. */
    boolean hits(int number) {
        return number >= first && number - first < count;
    }

    /** {@return what happens to which requests, for messages} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.map(FailureKind::toString).orElse(type.toString()));
        malformed.ifPresent(shape -> text.append(" (").append(shape).append(")"));
        retryAfter.ifPresent(time ->
                text.append(" (come back in ").append(time.toSeconds()).append(asDate ? " s, as a date)" : " s)"));
        text.append(tellsSecret ? " with the secret in it" : "");
        text.append(count == Integer.MAX_VALUE ? " on every " : " on " + count + " ");
        text.append(access.map(which -> which == Access.READ ? "read" : "write").orElse("request"));
        return (first == 1 ? text : text.append(" from number ").append(first)).toString();
    }
}
