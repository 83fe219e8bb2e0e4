package dev.gosync;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A place whose methods a test writes. By default it holds what was added and not removed, one call for each thing. */
class ScriptedPlace implements Adapter {
    /** How a test carries out one half. */
    @FunctionalInterface
    interface Half {
        void make(List<String> things, Outcomes outcomes) throws IOException, InterruptedException;
    }

    /** How a sync ended. */
    record Written(Report report, Optional<SyncException> failure) {
        Map<String, State> states() {
            Map<String, State> states = new LinkedHashMap<>();
            report.outcomes().forEach(outcome -> states.put(outcome.thing(), outcome.state()));
            return states;
        }

        Outcome of(String thing) {
            return report.outcomes().stream()
                    .filter(outcome -> outcome.thing().equals(thing))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static final String NAME = "the place";

    final Set<String> members;
    private Half add = (things, outcomes) -> outcomes.each(things, this::put);
    private Half remove = (things, outcomes) -> outcomes.each(things, this::take);

    ScriptedPlace(String... members) {
        this.members = new LinkedHashSet<>(List.of(members));
    }

    ScriptedPlace adding(Half half) {
        add = half;
        return this;
    }

    ScriptedPlace removing(Half half) {
        remove = half;
        return this;
    }

    void put(String thing) {
        members.add(thing);
    }

    void take(String thing) {
        members.remove(thing);
    }

    /** Syncs this place with these things, without the default guards. */
    Written write(String... wanted) {
        return write(UnaryOperator.identity(), wanted);
    }

    Written write(UnaryOperator<Sync> options, String... wanted) {
        Sync free = Sync.from(Sources.of(wanted))
                .parallel(1)
                .guard(Guards.allowEmptySource())
                .guard(Guards.allowFullReplacement())
                .guard(Guards.allowEmptyDestination())
                .guard(Guards.allowShrinking())
                .guard(Guards.maxRemovals(1000));
        try {
            return new Written(options.apply(free).syncWith(this), Optional.empty());
        } catch (SyncException e) {
            return new Written(e.reports().get(0), Optional.of(e));
        }
    }

    static AdapterException failure(FailureKind kind) {
        return AdapterException.of(kind, NAME, "members.add", "it said no").build();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Listing get() {
        return Listing.of(members);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        add.make(things, outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        remove.make(things, outcomes);
    }
}
