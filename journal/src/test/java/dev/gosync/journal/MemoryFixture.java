package dev.gosync.journal;

import dev.gosync.Guard;
import dev.gosync.Guards;
import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.PlanRejectedException;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One sync from a list of people to a team, its runs in a journal in memory, and a clock that tests move. */
final class MemoryFixture {
    static final String CONFIGURATION = "go-sync.yml";
    static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

    final Runs store = new Runs();
    final Time clock = new Time();
    final Team team = new Team("team");
    String sync = "platform";
    Set<String> people = Set.of();
    private String source = "people";
    private Mode mode = Mode.DEFAULT;
    private Matching matching = Matching.ignoringCase();

    Journal journal() {
        return Journal.in(store).clock(clock);
    }

    Memory memory() {
        return Memory.of(journal(), CONFIGURATION, sync);
    }

    MemoryFixture people(String... now) {
        people = Set.of(now);
        return this;
    }

    MemoryFixture source(String name) {
        source = name;
        return this;
    }

    MemoryFixture mode(Mode changed) {
        mode = changed;
        return this;
    }

    MemoryFixture matching(Matching changed) {
        matching = changed;
        return this;
    }

    MemoryFixture pass(Duration time) {
        clock.now = clock.now.plus(time);
        return this;
    }

    /** Without the default guards, so that only those of a memory matter. */
    private Sync sync() {
        Set<String> now = people;
        return Sync.from(Sources.of(source, () -> now))
                .clock(clock)
                .mode(mode)
                .matching(matching)
                .guard(Guards.maxRemovals(1000))
                .guard(Guards.allowEmptySource())
                .guard(Guards.allowFullReplacement())
                .guard(Guards.allowEmptyDestination());
    }

    MemoryFixture onWrite(Runnable action) {
        team.onWrite = action;
        return this;
    }

    Plan plan(UnaryOperator<Memory> guards) {
        return planAt(team, guards);
    }

    Plan planAt(Team place, UnaryOperator<Memory> guards) {
        try {
            return guards.apply(memory()).on(sync()).plan(place);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Plans as a part of a run, which writes the plan. */
    Plan planIn(RecordedRun run, UnaryOperator<Memory> guards) {
        try {
            return guards.apply(memory().before(run.id()))
                    .on(sync())
                    .listener(run.listener(sync))
                    .plan(team);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    List<Objection> objections(UnaryOperator<Memory> guards) {
        return plan(guards).objections();
    }

    /** Applies without a guard that remembers. */
    MemoryFixture apply() {
        return apply(memory -> memory);
    }

    MemoryFixture apply(UnaryOperator<Memory> guards) {
        return run(RunInfo.of("apply", CONFIGURATION), guards);
    }

    /** A run whose plan a guard refuses. */
    MemoryFixture applyRefused() {
        return run(RunInfo.of("apply", CONFIGURATION), memory -> memory, Guards.minRemaining(1_000_000));
    }

    MemoryFixture run(RunInfo info, UnaryOperator<Memory> guards, Guard... others) {
        try (RecordedRun run = journal().begin(info)) {
            Sync sync = guards.apply(memory().before(run.id())).on(sync()).listener(run.listener(this.sync));
            for (Guard other : others) {
                sync = sync.guard(other);
            }
            sync.syncWith(team);
        } catch (PlanRejectedException | SyncException e) {
            // the journal has what happened
        }
        return this;
    }

    /** Makes the last run look as if the program had been killed after a line. */
    MemoryFixture killedAfter(String event) {
        List<String> lines = store.last();
        int last = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("\"event\":\"" + event + "\"")) {
                last = i;
            }
        }
        lines.subList(last + 1, lines.size()).clear();
        return this;
    }

    /** Makes the first run one that cannot be trusted. */
    MemoryFixture firstRunDamaged() {
        store.runs.values().iterator().next().remove(1);
        return this;
    }

    static final class Time extends Clock {
        Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** Keeps runs in memory, and counts how many are read. */
    static final class Runs implements RunStore {
        final Map<String, List<String>> runs = new TreeMap<>();
        int reads;

        List<String> last() {
            return new ArrayList<>(runs.values()).get(runs.size() - 1);
        }

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public List<String> runs() {
            return List.copyOf(runs.keySet());
        }

        @Override
        public void forEachLine(String run, Consumer<? super String> each) {
            reads++;
            List.copyOf(runs.get(run)).forEach(each);
        }

        @Override
        public RunWriter create(String run) {
            List<String> lines = new ArrayList<>();
            runs.put(run, lines);
            return new RunWriter() {
                @Override
                public synchronized void append(String line) {
                    lines.add(line);
                }

                @Override
                public void force() {}

                @Override
                public void close() {}
            };
        }

        @Override
        public void delete(String run) {
            runs.remove(run);
        }

        @Override
        public Optional<Lock> lock(String configuration, String holder) {
            return Optional.of(() -> {});
        }

        @Override
        public Optional<String> holder(String configuration) {
            return Optional.empty();
        }
    }

    /** A group in memory. */
    static final class Team implements Adapter {
        final Set<String> members = new TreeSet<>();
        final Map<String, String> aliases = new TreeMap<>();
        final Map<String, String> kept = new TreeMap<>();
        final Set<String> refused = new TreeSet<>();
        final Set<String> withoutAnswer = new TreeSet<>();
        Runnable onWrite = () -> {};
        private final String name;

        Team(String name) {
            this.name = name;
        }

        Team members(String... now) {
            members.clear();
            members.addAll(List.of(now));
            return this;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Listing get() {
            return new Listing(new TreeSet<>(members), aliases, kept, Map.of());
        }

        @Override
        public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
            outcomes.each(things, thing -> {
                write(thing);
                if (!members.add(thing)) {
                    outcomes.alreadyThere(thing);
                }
            });
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
            outcomes.each(things, thing -> {
                write(thing);
                members.remove(thing);
            });
        }

        private void write(String thing) {
            onWrite.run();
            if (refused.contains(thing)) {
                throw AdapterException.of(FailureKind.REFUSED_THING, name, "write", "not " + thing)
                        .build();
            }
            if (withoutAnswer.contains(thing)) {
                throw AdapterException.of(FailureKind.UNAVAILABLE, name, "write", "connection lost")
                        .answerLost()
                        .build();
            }
        }
    }
}
