package dev.gosync;

import java.io.Serial;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place that could not be read or written: what failed, where, why, and what to do about it. Adapters translate
 * their vendor's errors into this, once, in one place. It holds no secret: an adapter keeps tokens out of every part.
 */
public final class AdapterException extends GoSyncException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String adapter;
    private final String operation;
    private final String problem;
    private final String remedy;
    private final @Nullable Instant retryAt;
    private final boolean answerLost;

    private AdapterException(Builder builder) {
        super(
                "%s: %s: %s (%s). %s"
                        .formatted(
                                builder.adapter,
                                builder.operation,
                                builder.problem,
                                builder.kind,
                                builder.remedyText()),
                builder.cause);
        this.kind = builder.kind;
        this.adapter = builder.adapter;
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
     * @param adapter the {@linkplain Source#name() name} of the place
     * @param operation what was being done, in the vendor's word where there is one: {@code conversations.invite}
     * @param problem what went wrong, without a full stop
     * @return a builder with the kind's usual remedy and no cause
     */
    public static Builder of(Kind kind, String adapter, String operation, String problem) {
        return new Builder(kind, adapter, operation, problem);
    }

    /** {@return what the service's answer means} */
    public Kind kind() {
        return kind;
    }

    /** {@return the name of the place} */
    public String adapter() {
        return adapter;
    }

    /** {@return what was being done} */
    public String operation() {
        return operation;
    }

    /** {@return what went wrong} */
    public String problem() {
        return problem;
    }

    /** {@return what to do about it} */
    public String remedy() {
        return remedy;
    }

    /** {@return when to come back, where the service said so or has had enough calls} */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }

    /**
     * {@return whether the call may have taken effect although it failed} True where no answer came, or none that can be
     * understood; false where the service answered that it did not do it, or was never reached.
     */
    public boolean answerLost() {
        return answerLost;
    }

    /** The same failure after something more is known of it. */
    Builder toBuilder() {
        Builder builder = of(kind, adapter, operation, problem).remedy(remedy).cause(this);
        builder.retryAt = retryAt;
        builder.answerLost = answerLost;
        return builder;
    }

    /** Collects what is known of a failure. Not for use by several threads. */
    public static final class Builder {
        private final Kind kind;
        private final String adapter;
        private final String operation;
        private final String problem;
        private @Nullable String remedy;
        private @Nullable Throwable cause;
        private @Nullable Instant retryAt;
        private boolean answerLost;

        private Builder(Kind kind, String adapter, String operation, String problem) {
            this.kind = Objects.requireNonNull(kind, "kind");
            this.adapter = Objects.requireNonNull(adapter, "adapter");
            this.operation = Objects.requireNonNull(operation, "operation");
            this.problem = Objects.requireNonNull(problem, "problem");
            this.answerLost = kind == Kind.MALFORMED_ANSWER;
        }

        /**
         * Says what to do, in a sentence of its own; without it the kind's usual remedy stands.
         *
         * @param remedy one or more sentences
         * @return this builder
         */
        public Builder remedy(String remedy) {
            this.remedy = Objects.requireNonNull(remedy, "remedy");
            return this;
        }

        /**
         * Keeps the vendor's error. Its text must hold no secret.
         *
         * @param cause the error that this one translates
         * @return this builder
         */
        public Builder cause(Throwable cause) {
            this.cause = Objects.requireNonNull(cause, "cause");
            return this;
        }

        /**
         * Says when the service wants to be asked again.
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

        /** {@return the exception, to throw or to hand to {@link Outcomes#failed}} */
        public AdapterException build() {
            return new AdapterException(this);
        }

        private String remedyText() {
            return remedy == null ? kind.usualRemedy() : remedy;
        }
    }
}
