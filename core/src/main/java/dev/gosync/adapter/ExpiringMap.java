package dev.gosync.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an adapter has learnt about an account, such as the id that belongs to an e-mail address. Each value is forgotten
 * after a while, because the account changes while a program runs. Threads may share it.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class ExpiringMap<K, V> {
    /** How long every adapter remembers what it learnt, unless it is told otherwise: 15 minutes. */
    public static final Duration DEFAULT_AGE = Duration.ofMinutes(15);

    private record Learnt<V>(V value, Instant when) {}

    private final Duration age;
    private final Clock clock;
    private final Map<K, Learnt<V>> learnt = new ConcurrentHashMap<>();

    /**
     * Makes an empty map.
     *
     * @param age how long a value is remembered, positive
     * @param clock the clock of the {@link Retry} in use
     */
    public ExpiringMap(Duration age, Clock clock) {
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("age must be positive, but is " + age);
        }
        this.age = age;
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Looks up a value.
     *
     * @param key of the value
     * @return the value; empty if it was never learnt, or too long ago
     */
    public Optional<V> get(K key) {
        Learnt<V> found = learnt.get(key);
        if (found == null) {
            return Optional.empty();
        }
        if (clock.instant().isBefore(found.when().plus(age))) {
            return Optional.of(found.value());
        }
        learnt.remove(key, found);
        return Optional.empty();
    }

    /**
     * Remembers a value from now on, instead of an earlier one.
     *
     * @param key of the value
     * @param value what was learnt
     */
    public void put(K key, V value) {
        learnt.put(key, new Learnt<>(value, clock.instant()));
    }

    /**
     * Forgets a value at once.
     *
     * @param key of the value
     */
    public void remove(K key) {
        learnt.remove(key);
    }
}
