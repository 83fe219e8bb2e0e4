package dev.gosync.adapter;

import java.io.IOException;
import java.io.Serial;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * A place could not be read or written. It says what failed, where, why, and what to do next. An adapter translates its
 * vendor's errors into this exception once, in one class. No part of it may hold a secret.
 */
public final class AdapterException extends GoSyncException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Causes may form a circle. */
    private static final int DEEPEST_CAUSE = 20;

    /** An exception that is made from a cause alone has the name of the cause in its message. */
    private static final Pattern EXCEPTION_NAMES =
            Pattern.compile("^\\s*(?:(?:[a-z_]\\w*\\.)++[A-Z][\\w$]*(?:Exception|Error)(?::\\s+|\\s*$))+");

    /** The problem of an invalid request if the service said nothing about it, and what to do then. */
    private static final Pattern STATUS_ALONE = Pattern.compile("HTTP [0-9]{3}");

    private static final String REPORT = "Run again with debug logging, and report this as a fault of the adapter.";

    private final FailureKind kind;
    private final String place;
    private final String operation;
    private final String problem;
    private final String remedy;
    private final @Nullable Instant retryAt;
    private final boolean answerLost;

    private AdapterException(Builder builder) {
        super(builder.failure().message(), builder.cause);
        this.kind = builder.kind;
        this.place = builder.place;
        this.operation = builder.operation;
        this.problem = builder.problem;
        this.remedy = builder.remedyText();
        this.retryAt = builder.retryAt;
        this.answerLost = builder.answerLost;
    }

    /**
     * Starts an exception.
     *
     * @param kind what the service's answer means
     * @param place the {@linkplain Source#name() name} of the place
     * @param operation what was being done, in the vendor's word if there is one: {@code conversations.invite}
     * @param problem what went wrong, without a full stop. A status alone, such as {@code HTTP 400}, means that the service
     *     gave no reason; only then does the usual remedy of an invalid request ask for a report of the adapter's fault.
     * @return a builder with the kind's usual remedy and no cause
     */
    public static Builder of(FailureKind kind, String place, String operation, String problem) {
        return new Builder(kind, place, operation, problem);
    }

    /**
     * Translates what a call threw. An {@code AdapterException} stays as it is. An {@link IOException} or an
     * {@link InterruptedException} becomes {@link FailureKind#UNAVAILABLE}, an {@link AnswerTooLargeException} {@link
     * FailureKind#MALFORMED_ANSWER}, anything else {@link FailureKind#UNKNOWN}; the answer counts as lost unless the
     * connection was never made. No part of it shows the name of an exception.
     *
     * @param place the {@linkplain Source#name() name} of the place
     * @param operation what was being done
     * @param thrown what the call threw
     * @return the exception
     * @throws Error if that is what was thrown
     */
    public static AdapterException translated(String place, String operation, Throwable thrown) {
        if (thrown instanceof AdapterException known) {
            return known;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        boolean notConnected = thrown instanceof ConnectException
                || thrown instanceof UnknownHostException
                || thrown instanceof NoRouteToHostException;
        boolean noAnswer = thrown instanceof IOException || thrown instanceof InterruptedException;
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof AnswerTooLargeException tooLarge) {
                return of(FailureKind.MALFORMED_ANSWER, place, operation, String.valueOf(tooLarge.getMessage()))
                        .remedy(
                                "Check that the address belongs to the service. If it does and the limit is below 64 MB, give"
                                        + " the program at least 512 MB of memory (-Xmx512m).")
                        .cause(thrown)
                        .build();
            }
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return of(
                                FailureKind.UNKNOWN, // a certificate does not get better when it is tried again
                                place,
                                operation,
                                "the certificate of the server is not trusted: " + cause.getMessage())
                        .remedy(
                                "Check the address. Behind a proxy or a server with a certificate of your own, name your"
                                        + " certificates with -Djavax.net.ssl.trustStore.")
                        .cause(thrown)
                        .build();
            }
            cause = cause.getCause();
        }
        String text = reason(thrown, notConnected, noAnswer);
        Builder failure = of(noAnswer ? FailureKind.UNAVAILABLE : FailureKind.UNKNOWN, place, operation, text)
                .cause(thrown);
        return notConnected ? failure.build() : failure.answerLost().build();
    }

    /** The message of what was thrown, without the name of an exception. */
    private static String reason(Throwable thrown, boolean notConnected, boolean noAnswer) {
        String text = Objects.requireNonNullElse(thrown.getMessage(), "");
        if (thrown instanceof UnknownHostException) {
            return "unknown host " + text;
        }
        boolean namesClasses = thrown instanceof ClassCastException
                || (thrown instanceof NullPointerException && (text.isEmpty() || text.startsWith("Cannot ")));
        if (namesClasses) { // the words are the JVM's
            return "an internal error";
        }
        String words = EXCEPTION_NAMES.matcher(text).replaceFirst("");
        if (!words.isBlank()) {
            return words;
        }
        return notConnected
                ? "the connection could not be made"
                : noAnswer ? "the call ended without an answer" : "an unexpected error without a message";
    }

    /** {@return the failure as a value, without its cause} */
    public Failure failure() {
        return new Failure(Optional.of(kind), place, operation, problem, remedy, retryAt());
    }

    /** {@return what the service's answer means} */
    public FailureKind kind() {
        return kind;
    }

    /** {@return the name of the place} */
    public String place() {
        return place;
    }

    /** {@return what was being done} */
    public String operation() {
        return operation;
    }

    /** {@return what went wrong} */
    public String problem() {
        return problem;
    }

    /** {@return what to do next} */
    public String remedy() {
        return remedy;
    }

    private static String usualRemedy(FailureKind kind, String problem) {
        boolean hasNoReason = STATUS_ALONE.matcher(problem).matches();
        return kind == FailureKind.INVALID_REQUEST && hasNoReason ? REPORT : kind.usualRemedy();
    }

    /** {@return when to try again, if the service said so or the retries were used up} */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }

    /**
     * {@return whether the call may have taken effect although it failed} True if there was no answer, or none that can be
     * understood. False if the service answered that it did nothing, or was never reached.
     */
    public boolean answerLost() {
        return answerLost;
    }

    /** {@return a builder that starts with everything this exception says and has this exception as its cause} */
    public Builder toBuilder() {
        Builder builder = of(kind, place, operation, problem).cause(this);
        builder.remedy = remedy.equals(usualRemedy(kind, problem)) ? null : remedy;
        builder.retryAt = retryAt;
        builder.answerLost = answerLost;
        return builder;
    }

    /** Collects what is known about a failure. For one thread only. */
    public static final class Builder {
        private FailureKind kind;
        private final String place;
        private final String operation;
        private String problem;
        private @Nullable String remedy;
        private @Nullable Throwable cause;
        private @Nullable Instant retryAt;
        private boolean answerLost;

        private Builder(FailureKind kind, String place, String operation, String problem) {
            this.kind = Objects.requireNonNull(kind, "kind");
            this.place = Objects.requireNonNull(place, "place");
            this.operation = Objects.requireNonNull(operation, "operation");
            this.problem = Objects.requireNonNull(problem, "problem");
            this.answerLost = kind == FailureKind.MALFORMED_ANSWER;
        }

        /**
         * Changes the kind, and with it the usual remedy. Whether the answer was lost stays as it is.
         *
         * @param kind what the service's answer means
         * @return this builder
         */
        public Builder kind(FailureKind kind) {
            this.kind = Objects.requireNonNull(kind, "kind");
            return this;
        }

        /**
         * Changes the problem.
         *
         * @param problem what went wrong, without a full stop
         * @return this builder
         */
        public Builder problem(String problem) {
            this.problem = Objects.requireNonNull(problem, "problem");
            return this;
        }

        /**
         * Says what to do next, instead of the kind's usual remedy.
         *
         * @param remedy one or more full sentences
         * @return this builder
         */
        public Builder remedy(String remedy) {
            this.remedy = Objects.requireNonNull(remedy, "remedy");
            return this;
        }

        /**
         * Keeps the vendor's error.
         *
         * @param cause the error that this one translates; its text must hold no secret
         * @return this builder
         */
        public Builder cause(Throwable cause) {
            this.cause = Objects.requireNonNull(cause, "cause");
            return this;
        }

        /**
         * Says when the service wants to be called again.
         *
         * @param retryAt on the clock of the {@link Retry} in use
         * @return this builder
         */
        public Builder retryAt(Instant retryAt) {
            this.retryAt = Objects.requireNonNull(retryAt, "retryAt");
            return this;
        }

        /**
         * Says that the call may have taken effect although it failed.
         *
         * @return this builder
         */
        public Builder answerLost() {
            this.answerLost = true;
            return this;
        }

        /** {@return the exception, to throw or to pass to {@link Outcomes#failed}} */
        public AdapterException build() {
            return new AdapterException(this);
        }

        private Failure failure() {
            return new Failure(
                    Optional.of(kind), place, operation, problem, remedyText(), Optional.ofNullable(retryAt));
        }

        private String remedyText() {
            return remedy == null ? usualRemedy(kind, problem) : remedy;
        }
    }
}
