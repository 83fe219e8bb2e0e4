package dev.gosync;

import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Preview;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One destination, with the source and the settings it is synced with: plans, judges and carries out. */
record Destination(Adapter adapter, Reading reading, Settings settings, SyncListener listener) {
    private static final int WARNINGS_SHOWN = 10;

    Destination(Adapter adapter, Reading reading, Settings settings) {
        this(adapter, reading, settings, new Listeners(settings.listeners));
    }

    /** What was done, and the exception behind it, which a report does not hold. */
    record Done(Report report, Optional<Throwable> cause) {
        boolean interrupted() {
            return cause.filter(InterruptedException.class::isInstance).isPresent();
        }
    }

    /**
     * Checks that destinations can be synced together.
     *
     * @throws IllegalArgumentException if a place is a destination twice or its own source
     */
    static void checkTogether(List<Destination> destinations) {
        Set<String> names = new HashSet<>();
        for (Destination destination : destinations) {
            if (!names.add(destination.name())) {
                throw new IllegalArgumentException(destination.name() + " is a destination twice");
            }
            if (destination.reading.source() instanceof CombinedSource combined
                    ? combined.contains(destination.name())
                    : destination.reading.source().name().equals(destination.name())) {
                throw new IllegalArgumentException(destination.name() + " is its own source");
            }
        }
    }

    String name() {
        return adapter.name();
    }

    Destination with(Iterable<Guard> guards) {
        return new Destination(adapter, reading, settings.changed(changed -> guards.forEach(changed::guard)), listener);
    }

    /** Begins to read the source of destinations that are planned together, if it was not read for them recently. */
    static SourceReading beginToRead(List<Destination> together) {
        List<String> names = together.stream().map(Destination::name).toList();
        Destination first = together.get(0);
        return SourceReading.begin(
                () -> first.reading.get(names, first.settings.clock, first.settings.maxAge, first.listener),
                parallel(together) > 1);
    }

    /** How many places may be worked on at a time. */
    static int parallel(List<Destination> together) {
        return together.stream()
                .mapToInt(destination -> destination.settings.parallel)
                .max()
                .orElse(1);
    }

    /** Reads the destination and compares it with the source. No guard has judged the plan yet. */
    Plan compare(SourceReading source) throws InterruptedException {
        // As soon as the source is there. Without one, no destination is read: get() throws.
        FutureTask<Comparison> preparing = ParallelTasks.begun(
                () -> new Comparison(source.get().side().listing(), settings.matching),
                !source.isDone() || source.get().side().size() >= Comparison.LARGE,
                "go-sync-compare");
        Reading.Dated there = Reading.read(adapter, settings.clock, listener);
        Listing listing = there.side().listing();
        Keys members = new Keys(listing, settings.matching);
        preparing.run(); // does nothing if it has begun
        Comparison comparison = SourceReading.resultOf(preparing).with(listing, members, settings.mode);
        return plan(source.get(), there, comparison.additions(), comparison.removals(), comparison.warnings());
    }

    /** @throws IllegalArgumentException if the change has another mode than this sync */
    void checkMode(Change change) {
        if (change.mode() != settings.mode) {
            throw new IllegalArgumentException(
                    "The change has the mode " + change.mode() + ", but the sync has " + settings.mode);
        }
    }

    /** Reads the destination and plans what is left to do of a given change. No guard has judged the plan yet. */
    Plan given(Change change, SourceReading reading) throws InterruptedException {
        if (reading.isDone()) {
            reading.get(); // without a source, no destination is read
        }
        Reading.Dated there = Reading.read(adapter, settings.clock, listener);
        Reading.Dated source = reading.get();
        GivenChange left =
                new GivenChange(change, source.side().listing(), there.side().listing(), settings.matching);
        Listing wanted = Listing.of(change.additions());
        return plan(source, there, wanted, left.additions(), left.removals(), List.of());
    }

    private Plan plan(
            Reading.Dated source,
            Reading.Dated there,
            List<String> additions,
            List<String> removals,
            List<String> warnings)
            throws InterruptedException {
        return plan(source, there, source.side().listing(), additions, removals, warnings);
    }

    private Plan plan(
            Reading.Dated source,
            Reading.Dated there,
            Listing wanted,
            List<String> additions,
            List<String> removals,
            List<String> warnings)
            throws InterruptedException {
        Listing members = there.side().listing();
        SameMembers same = new SameMembers(
                wanted, members, settings.matching, adapter.matching(), this::written, additions, removals);
        boolean adds = settings.mode.actions().contains(Action.ADD);
        if (adds && !same.additions().isEmpty()) {
            same.preview(preview(same.additions()));
        }
        same.keepMembersThatAChainMakesWanted();
        List<String> allWarnings = new ArrayList<>(warnings);
        allWarnings.addAll(same.warnings());
        for (Reading.Dated read : List.of(source, there)) {
            allWarnings.addAll(invisible(read));
            read.side().listing().warnings().stream()
                    .map(warning -> read.side().name() + ": " + warning)
                    .forEach(allWarnings::add);
        }
        Retention retention = Retention.of(same.removals(), members, settings.protection, settings.matching);
        Plan plan = new Plan(
                source.side(),
                there.side(),
                settings.mode,
                adds ? same.additions() : List.of(),
                retention.removals(),
                same.cannotAdd(),
                same.alreadyThere(),
                retention.kept(),
                allWarnings,
                source.emptyParts(),
                List.of());
        for (Function<Plan, Map<String, String>> hold : settings.holds) {
            plan = withHeld(plan, hold.apply(plan));
        }
        return plan;
    }

    /** What is added is written without invisible characters if it is an address. */
    private String written(String thing) {
        return settings.matching.equals(Matching.exact()) || thing.indexOf('@') < 0
                ? thing
                : InvisibleCharacters.removedFrom(thing);
    }

    private Preview preview(List<String> additions) throws InterruptedException {
        try {
            return Reading.heard(name(), "preview", listener, () -> adapter.preview(additions));
        } catch (RuntimeException e) {
            throw AdapterException.translated(name(), "preview", e);
        } catch (Error e) {
            throw Failures.of(name(), "preview", e);
        }
    }

    private List<String> invisible(Reading.Dated read) {
        String effect = settings.matching.equals(Matching.exact())
                ? "they count, because the matching is exact"
                : "they are ignored";
        List<String> warnings = new ArrayList<>();
        List<InvisibleThing> things = read.withInvisible();
        things.stream()
                .limit(WARNINGS_SHOWN)
                .map(thing -> thing.warning(effect))
                .forEach(warnings::add);
        if (things.size() > WARNINGS_SHOWN) {
            warnings.add(read.side().name() + ": " + (things.size() - WARNINGS_SHOWN)
                    + " more members contain invisible characters; " + effect);
        }
        return warnings;
    }

    private Plan withHeld(Plan plan, Map<String, String> reasons) {
        Retention held = Retention.of(plan.removals(), reasons, settings.matching);
        Map<String, String> kept = new TreeMap<>(plan.kept());
        kept.putAll(held.kept());
        return plan.withRemovals(held.removals(), kept);
    }

    /** Hears all guards. */
    Plan judged(Plan plan, int removalsEverywhere) {
        Collection<Guard> guards = settings.guards.values();
        Forecast forecast = Forecast.of(plan, settings.matching, removalsEverywhere, Guards.allowEmptySource(guards));
        return plan.withObjections(
                guards.stream().flatMap(guard -> guard.judge(forecast).stream()).toList());
    }

    /** Judges a plan that was made earlier: whether this destination could have made it, and what the guards say. */
    Plan judgedBeforeApply(Plan plan, int removalsEverywhere) throws InterruptedException {
        List<Objection> objections = new ArrayList<>(misfits(plan));
        objections.addAll(judged(plan, removalsEverywhere).objections());
        return plan.withObjections(objections);
    }

    private List<Objection> misfits(Plan plan) throws InterruptedException {
        List<Objection> misfits = new ArrayList<>();
        mustBe("destination", plan.destination().name(), name(), misfits);
        mustBe("source", plan.source().name(), reading.source().name(), misfits);
        mustBe("mode", plan.mode().toString(), settings.mode.toString(), misfits);
        if (misfits.isEmpty()
                && !plan.source()
                        .heldTheSameAs(reading.last(settings.clock, listener).side())) {
            misfits.add(new Objection(
                    "source",
                    "the plan was made from a different listing of "
                            + plan.source().name(),
                    "the listing that this sync read",
                    "Plan again."));
        }
        Map<String, String> keptNow = Retention.of(
                        plan.removals(), plan.destination().listing(), settings.protection, settings.matching)
                .kept();
        if (!keptNow.isEmpty()) {
            misfits.add(new Objection(
                    "protect",
                    "the plan removes " + String.join(", ", keptNow.keySet()),
                    "that protected members stay",
                    "Plan again."));
        }
        // The plan is as old as the reading of its destination. The source was read earlier, and was young enough then.
        Plan.Side side = plan.destination();
        if (Reading.isOlder(side.readAt(), settings.clock, settings.maxAge)) {
            misfits.add(new Objection(
                    "max-age",
                    "the plan is too old: " + side.name() + " was read at " + side.readAt(),
                    "at most " + settings.maxAge.toSeconds() + " s ago",
                    "Plan again."));
        }
        return misfits;
    }

    private static void mustBe(String what, String planned, String here, List<Objection> misfits) {
        if (!planned.equals(here)) {
            misfits.add(new Objection(
                    what,
                    "the plan has the " + what + " " + planned,
                    here,
                    "Plan again, or apply the plan with its own source, destination and mode."));
        }
    }

    /** Carries out a plan that passed. Under dry run, only accounts for it. */
    Done carryOut(Plan plan) {
        if (settings.dryRun) {
            return new Done(Report.planned(plan, Duration.ZERO), Optional.empty());
        }
        Execution execution = new Execution(plan, settings.tolerated, listener, settings.clock, new BetweenHalves());
        if (plan.isEmpty()) {
            execution.tellOutcomes();
        } else {
            execution.run(adapter);
        }
        Report report = Report.of(
                plan, execution.outcomes(), execution.stopped().map(thrown -> Failures.of(name(), "apply", thrown)));
        return new Done(report, execution.cause());
    }

    /** What is done between the halves of a change. */
    private final class BetweenHalves implements Execution.SecondHalf {
        @Override
        public List<Objection> judge(Plan plan, List<Outcome> happened) {
            boolean removalsNext = plan.mode() == Mode.ADD_REMOVE;
            List<String> added = removalsNext
                    ? happened.stream()
                            .filter(outcome -> outcome.action() == Action.ADD && outcome.state() == Outcome.State.DONE)
                            .map(Outcome::thing)
                            .toList()
                    : plan.additions();
            Set<String> notRemoved = happened.stream()
                    .filter(outcome ->
                            outcome.action() == Action.REMOVE && outcome.state() == Outcome.State.NOT_STARTED)
                    .map(Outcome::thing)
                    .collect(Collectors.toSet());
            List<String> removed = plan.removals().stream()
                    .filter(thing -> !notRemoved.contains(thing))
                    .toList();
            int alreadyThere =
                    (int) happened.stream().filter(Outcome::alreadyThere).count();
            Forecast forecast = Forecast.of(plan, settings.matching, added, removed, alreadyThere);
            List<Objection> objections = new ArrayList<>();
            settings.guards.values().stream()
                    .filter(Guard::judgesWhatRemains)
                    .forEach(guard -> objections.addAll(guard.judge(forecast)));
            if (removalsNext && added.size() < plan.additions().size() && forecast.leavesLessThanHalf()) {
                objections.add(new Objection(
                        "mode",
                        "only " + added.size() + " of " + plan.additions().size() + " additions succeeded, so "
                                + forecast.membersAfterwards() + " of " + forecast.members()
                                + " members would be left",
                        "at least half of the members",
                        "See why the additions failed, then run again."));
            }
            return objections;
        }

        @Override
        public Set<String> meantBy(List<String> alreadyThere, Plan plan) throws InterruptedException {
            Listing now = Reading.read(adapter, settings.clock, listener).side().listing();
            Set<String> meant = new HashSet<>();
            for (String thing : alreadyThere) {
                Set<String> keys = keysOfMember(thing, now);
                if (keys.isEmpty()) {
                    return Set.copyOf(plan.removals());
                }
                plan.removals().stream()
                        .filter(removal -> keys.stream().anyMatch(keys(removal)::contains))
                        .forEach(meant::add);
            }
            return meant;
        }

        /** The keys of the members that a thing is a spelling of, and of their aliases. */
        private Set<String> keysOfMember(String thing, Listing listing) {
            Set<String> wanted = keys(thing);
            Set<String> members = new HashSet<>();
            for (String member : listing.things()) {
                if (keys(member).stream().anyMatch(wanted::contains)) {
                    members.add(member);
                }
            }
            listing.aliases().forEach((alias, member) -> {
                if (keys(alias).stream().anyMatch(wanted::contains)) {
                    members.add(member);
                }
            });
            Set<String> found = new HashSet<>();
            members.forEach(member -> found.addAll(keys(member)));
            listing.aliases().forEach((alias, member) -> {
                if (members.contains(member)) {
                    found.addAll(keys(alias));
                }
            });
            return found;
        }

        private Set<String> keys(String spelling) {
            return Set.copyOf(List.of(
                    "sync " + settings.matching.key(spelling),
                    "place " + adapter.matching().key(spelling)));
        }
    }
}
