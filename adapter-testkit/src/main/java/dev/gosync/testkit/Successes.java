package dev.gosync.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The writes of a fake that succeeded lately, and what was answered. One operation may make several kinds of write, such
 * as the additions and the removals of a batch. Used by one thread at a time.
 */
final class Successes {
    /** So many are kept for each operation. */
    private static final int KEPT = 20;

    /** Numbers differ from one write to the next, and do not make another kind of it. */
    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    private record Success(FakeRequest request, FakeAnswer answer) {}

    private final Map<String, Deque<Success>> byOperation = new HashMap<>();

    void add(FakeRequest request, FakeAnswer answer) {
        Deque<Success> successes = byOperation.computeIfAbsent(request.operation(), ignored -> new ArrayDeque<>());
        successes.addFirst(new Success(request, answer));
        if (successes.size() > KEPT) {
            successes.removeLast();
        }
    }

    /** The answer to the request of the same operation that resembles this one most; the last one of several. */
    Optional<FakeAnswer> mostLike(FakeRequest request) {
        Set<String> words = words(request);
        Optional<FakeAnswer> found = Optional.empty();
        double best = -1;
        for (Success each : byOperation.getOrDefault(request.operation(), new ArrayDeque<>())) {
            double likeness = likeness(words, words(each.request));
            if (likeness > best) {
                best = likeness;
                found = Optional.of(each.answer);
            }
        }
        return found;
    }

    private static double likeness(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        Set<String> both = new HashSet<>(some);
        both.retainAll(others);
        return (double) both.size() / all.size();
    }

    private static Set<String> words(FakeRequest request) {
        Set<String> words = new HashSet<>();
        Matcher word = WORD.matcher(request.verb() + " " + request.target() + " " + request.body());
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }
}
