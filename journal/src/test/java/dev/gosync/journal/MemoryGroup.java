package dev.gosync.journal;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A group in memory that counts what it was asked for. For one thread at a time. */
final class MemoryGroup implements Adapter {
    /** How the adapter makes its calls. */
    enum Style {
        /** One thing a call. */
        SINGLE,
        /** Two things a call. */
        BATCHES,
        /** Everything in one call. */
        WHOLE,
        /** One thing a call, in loops of its own that announce nothing. */
        UNANNOUNCED,
        /** Additions as SINGLE, removals as UNANNOUNCED. */
        MIXED,
        /** One thing a call, each heard as a request too. */
        REQUESTS;

        /** Whether the engine can stop the adapter before each call. */
        boolean announces() {
            return this != UNANNOUNCED && this != MIXED;
        }
    }

    private final String name;
    private final Style style;
    private final Set<String> members = new TreeSet<>();
    private final List<String> seen = new ArrayList<>();
    private Steps steps = step -> {};

    MemoryGroup(String name, Style style, String... members) {
        this.name = name;
        this.style = style;
        this.members.addAll(List.of(members));
    }

    /** Its requests are steps from now on. */
    MemoryGroup with(Steps steps) {
        this.steps = steps;
        return this;
    }

    Set<String> members() {
        return members;
    }

    /** Every thing that was really added or removed, {@code ADD ann}. */
    List<String> seen() {
        return seen;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() {
        steps.reached("read");
        return Listing.of(members);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        half("ADD", things, outcomes, style == Style.MIXED ? Style.SINGLE : style);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        half("REMOVE", things, outcomes, style == Style.MIXED ? Style.UNANNOUNCED : style);
    }

    @Override
    public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        if (style != Style.WHOLE) {
            Adapter.super.change(change, outcomes);
            return;
        }
        List<String> all = new ArrayList<>(change.additions());
        all.addAll(change.removals());
        outcomes.attempt(all, things -> {
            steps.reached("before request");
            change.additions().forEach(thing -> take("ADD", thing));
            change.removals().forEach(thing -> take("REMOVE", thing));
            steps.reached("after request");
        });
    }

    private void half(String action, List<String> things, Outcomes outcomes, Style how)
            throws IOException, InterruptedException {
        switch (how) {
            case SINGLE -> outcomes.each(things, thing -> request(action, List.of(thing)));
            case BATCHES -> outcomes.batches(things, 2, some -> request(action, some));
            case UNANNOUNCED -> {
                for (String thing : things) {
                    request(action, List.of(thing));
                    outcomes.succeeded(thing);
                }
            }
            case REQUESTS ->
                outcomes.each(
                        things,
                        thing -> Retry.standard()
                                .attempts(1)
                                .call(name, "members.change", () -> request(action, List.of(thing))));
            case WHOLE, MIXED -> throw new IllegalStateException();
        }
    }

    private boolean request(String action, Collection<String> things) {
        steps.reached("before request");
        things.forEach(thing -> take(action, thing));
        steps.reached("after request");
        return true;
    }

    private void take(String action, String thing) {
        seen.add(action + " " + thing);
        if (action.equals("ADD")) {
            members.add(thing);
        } else {
            members.remove(thing);
        }
    }
}
