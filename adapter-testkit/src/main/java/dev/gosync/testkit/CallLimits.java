package dev.gosync.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many calls a minute a fake allows for each operation. Not for use by several threads. */
final class CallLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<String, Integer> limits = new HashMap<>();
    private final Map<String, Deque<Instant>> lastMinute = new HashMap<>();

    void set(String operation, int callsAMinute) {
        if (callsAMinute < 1) {
            throw new IllegalArgumentException("A limit is at least 1 call a minute, and not " + callsAMinute);
        }
        limits.put(operation, callsAMinute);
    }

    /** Counts a call that is allowed; of one that is not, says in how many seconds there will be room for it. */
    Optional<Duration> exceeded(String operation, Instant now) {
        Integer limit = limits.get(operation);
        if (limit == null) {
            return Optional.empty();
        }
        Deque<Instant> calls = lastMinute.computeIfAbsent(operation, none -> new ArrayDeque<>());
        while (!calls.isEmpty() && !calls.peekFirst().plus(MINUTE).isAfter(now)) {
            calls.removeFirst();
        }
        if (calls.size() < limit) {
            calls.addLast(now);
            return Optional.empty();
        }
        Duration wait = Duration.between(now, calls.getFirst().plus(MINUTE));
        return Optional.of(Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds()));
    }
}
