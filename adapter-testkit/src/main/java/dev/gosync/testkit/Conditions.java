package dev.gosync.testkit;

import dev.gosync.adapter.Retry;
import java.time.Clock;
import java.util.Objects;

/**
 * What an adapter is made with for a test: build it so that every call goes through {@link #retry}, with no other
 * timeout, wait or clock, and let it authenticate with {@link #secret}. Immutable.
 */
public final class Conditions {
    /** The one secret that a fake accepts. The kit looks for it wherever no secret may be. */
    public static final String SECRET = "7Yq2v-canary-T9mXbK4";

    private final Retry retry;
    private final String secret;

    Conditions(Retry retry, String secret) {
        this.retry = Objects.requireNonNull(retry, "retry");
        this.secret = Objects.requireNonNull(secret, "secret");
    }

    /**
     * Makes conditions for a test of your own, with the secret that a fake accepts.
     *
     * @param retry how calls are retried; its clock is for the fake too
     * @return the conditions
     */
    public static Conditions of(Retry retry) {
        return new Conditions(retry, SECRET);
    }

    /**
     * {@return the retry policy for every call of the adapter} Its clock moves only when it waits, which takes no time; its
     * {@linkplain Retry#callTimeout call timeout} is for the vendor's client too.
     */
    public Retry retry() {
        return retry;
    }

    /** {@return what time it is for the adapter, and for a service that says when to come back} */
    public Clock clock() {
        return retry.clock();
    }

    /** {@return the token, key or password to authenticate with; a fake refuses all but {@link #SECRET}} */
    public String secret() {
        return secret;
    }

    /** {@return nothing of what it holds} */
    @Override
    public String toString() {
        return "Conditions";
    }
}
