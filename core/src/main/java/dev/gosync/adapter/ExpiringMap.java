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

    /** When old values were last thrown away. */
    private volatile Instant swept;

    /**
     * Makes an empty map.
     *
     * @param age how long a value is remembered, positive
     * @param clock the clock of the {@link Retry} in use
     */
    public ExpiringMap(Duration age, Clock clock) {
        this.age = checkedAge("age", age);
        this.clock = Objects.requireNonNull(clock, "clock");
        this.swept = clock.instant();
    }

    /**
     * Checks how long to remember something.
     *
     * @param name of the argument, with which the message begins
     * @param age how long
     * @return the same
     * @throws IllegalArgumentException if it is not positive
     */
    public static Duration checkedAge(String name, Duration age) {
        if (Objects.requireNonNull(age, name).isNegative() || age.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, but is " + age);
        }
        return age;
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
        if (!isOld(found.when(), clock.instant())) {
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
        Instant now = clock.instant();
        if (isOld(swept, now)) {
            swept = now;
            learnt.values().removeIf(each -> isOld(each.when(), now));
        }
        learnt.put(key, new Learnt<>(value, now));
    }

    /**
     * Forgets a value at once.
     *
     * @param key of the value
     */
    public void remove(K key) {
        learnt.remove(key);
    }

    private boolean isOld(Instant when, Instant now) {
        return Duration.between(when, now).compareTo(age) >= 0;
    }

    /** How many values take up memory, old ones included. */
    int size() {
        return learnt.size();
    }
}
