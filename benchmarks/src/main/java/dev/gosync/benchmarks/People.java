package dev.gosync.benchmarks;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import java.util.ArrayList;
import java.util.List;

/** A place in memory that holds so many e-mail addresses, some of them in mixed case. */
record People(String name, Listing get) implements Adapter {

    /** The addresses numbered from the first to before the last. */
    static People numbered(String name, int first, int last) {
        List<String> addresses = new ArrayList<>();
        for (int i = first; i < last; i++) {
            addresses.add((i % 4 == 0 ? "First.Last" : "first.last") + i + "@Example.com");
        }
        return new People(name, Listing.of(addresses));
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) {
        throw new UnsupportedOperationException("only read");
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) {
        throw new UnsupportedOperationException("only read");
    }
}
