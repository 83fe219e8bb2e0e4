package dev.gosync.acceptance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What happened in a history: one line for each event, and how often some of them happened. For one thread at a time. */
final class HistoryLog {
    private static final String AT_A_SERVICE = "@.*";

    private final List<String> told = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    void tell(String event) {
        told.add(event);
    }

    /** {@return the events so far, in order} */
    List<String> told() {
        return told;
    }

    void count(String what, long times) {
        counts.merge(what, Math.toIntExact(times), Integer::sum);
    }

    /** {@return how often each of these happened, so that a test cannot pass on nothing} */
    Map<String, Integer> counts() {
        return counts;
    }

    /** {@return the people without their domain, sorted} */
    static String names(Collection<String> things) {
        return things.stream()
                .sorted()
                .map(thing -> thing.replaceAll(AT_A_SERVICE, ""))
                .collect(Collectors.joining(" ", "[", "]"));
    }
}
