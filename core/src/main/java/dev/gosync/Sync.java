package dev.gosync;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One source, and how destinations are brought in step with it. Immutable, and safe for use by several threads; each
 * option returns a new one, and all that come from one {@link #from} share what was read from the source. A reading
 * older than the largest age is made anew. A Sync closes nothing.
 *
 * <pre>{@code
 * Sync sync = Sync.from(people).protect("root@example.com");
 * Plan plan = sync.plan(team);
 * Report report = sync.apply(plan, team);
 * }</pre>
 */
public final class Sync {
    /** Written to only before the {@link Sync} that holds it is made. */
    private static final class Settings {
        Mode mode = Mode.REMOVE_ADD;
        Matching matching = Matching.ignoringCase();
        Map<String, Guard> guards = new LinkedHashMap<>();
        Set<String> protectedThings = new LinkedHashSet<>();
        Set<Kind> tolerated = EnumSet.noneOf(Kind.class);
        boolean dryRun;
        List<SyncListener> listeners = new ArrayList<>();
        int parallel = 4;
        Duration maxAge = Duration.ofMinutes(15);
        Clock clock = Clock.systemUTC();

        Settings() {
            Guards.usual().forEach(this::guard);
        }

        Settings changed(Consumer<Settings> change) {
            Settings copy = new Settings();
            copy.mode = mode;
            copy.matching = matching;
            copy.guards = new LinkedHashMap<>(guards);
            copy.protectedThings.addAll(protectedThings);
            copy.tolerated.addAll(tolerated);
            copy.dryRun = dryRun;
            copy.listeners.addAll(listeners);
            copy.parallel = parallel;
            copy.maxAge = maxAge;
            copy.clock = clock;
            change.accept(copy);
            return copy;
        }

        void guard(Guard guard) {
            if (Guards.limitsRemovals(guard)) {
                guards.values().remove(Guards.USUAL_REMOVAL_LIMIT);
            }
            guards.put(guard.option(), guard);
        }
    }

    private final Reading reading;
    private final Settings settings;
    private final SyncListener listener;

    private Sync(Reading reading, Settings settings) {
        this.reading = reading;
        this.settings = settings;
        this.listener = new Listeners(settings.listeners);
    }

    /**
     * Starts with the defaults: {@link Mode#REMOVE_ADD}, ignoring case, with the {@linkplain Guards usual guards}.
     *
     * @param source where the things come from
     * @return a sync that has read nothing yet
     */
    public static Sync from(Source source) {
        return new Sync(new Reading(Objects.requireNonNull(source, "source")), new Settings());
    }

    /**
     * Sets which halves are made, and in which order.
     *
     * @param mode the mode
     * @return a sync with this setting
     */
    public Sync mode(Mode mode) {
        Objects.requireNonNull(mode, "mode");
        return with(changed -> changed.mode = mode);
    }

    /**
     * Sets which spellings stand for one thing.
     *
     * @param matching the matching
     * @return a sync with this setting
     */
    public Sync matching(Matching matching) {
        Objects.requireNonNull(matching, "matching");
        return with(changed -> changed.matching = matching);
    }

    /**
     * Adds a guard, which replaces one with the same option.
     *
     * @param guard one of {@link Guards}
     * @return a sync with this guard
     */
    public Sync guard(Guard guard) {
        Objects.requireNonNull(guard, "guard");
        return with(changed -> changed.guard(guard));
    }

    /**
     * Names things that are never removed, besides those named before. They are found under the matching, and ignoring
     * case besides.
     *
     * @param things who stays, in any spelling
     * @return a sync that keeps them
     */
    public Sync protect(String... things) {
        return protect(List.of(things));
    }

    /**
     * Names things that are never removed; as {@link #protect(String...)}.
     *
     * @param things who stays, in any spelling
     * @return a sync that keeps them
     */
    public Sync protect(Collection<String> things) {
        List<String> named = Spellings.named("protect", things);
        return with(changed -> changed.protectedThings.addAll(named));
    }

    /**
     * Goes on as if nothing had happened where one thing fails for one of these reasons; its outcome is {@link
     * Outcome.State#SKIPPED}.
     *
     * @param kinds {@link Kind#UNKNOWN_THING}, {@link Kind#REFUSED_THING} or both, besides those tolerated before
     * @return a sync with this setting
     * @throws IllegalArgumentException for any other kind
     */
    public Sync tolerate(Kind... kinds) {
        for (Kind kind : kinds) {
            if (!kind.concernsOneThing()) {
                throw new IllegalArgumentException(kind + " concerns the whole place and cannot be tolerated");
            }
        }
        return with(changed -> changed.tolerated.addAll(List.of(kinds)));
    }

    /** {@return a sync that reads and judges, and writes nothing} Its reports account for all as not started. */
    public Sync dryRun() {
        return with(changed -> changed.dryRun = true);
    }

    /**
     * Adds a listener, heard after those added before.
     *
     * @param listener hears every step
     * @return a sync with this listener
     */
    public Sync listener(SyncListener listener) {
        Objects.requireNonNull(listener, "listener");
        return with(changed -> changed.listeners.add(listener));
    }

    /**
     * Sets how many destinations are worked on side by side.
     *
     * @param destinations at least 1; 4 by default
     * @return a sync with this setting
     */
    public Sync parallel(int destinations) {
        if (destinations < 1) {
            throw new IllegalArgumentException("parallel must be at least 1, and is " + destinations);
        }
        return with(changed -> changed.parallel = destinations);
    }

    /**
     * Sets how old a reading of the source, and a plan, may be.
     *
     * @param age 15 minutes by default
     * @return a sync with this setting
     */
    public Sync maxAge(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("maxAge must not be negative, and is " + age);
        }
        return with(changed -> changed.maxAge = age);
    }

    /**
     * Sets what tells the time.
     *
     * @param clock the system's by default
     * @return a sync with this clock
     */
    public Sync clock(Clock clock) {
        Objects.requireNonNull(clock, "clock");
        return with(changed -> changed.clock = clock);
    }

    /** {@return a sync with the same settings that reads the source anew, for itself and those derived from it} */
    public Sync refreshed() {
        return new Sync(new Reading(reading.source()), settings);
    }

    /**
     * Reads both sides, compares and judges. Changes nothing, and throws for no guard.
     *
     * @param destination where the things are to be
     * @return what would be done, with the objections of the guards
     * @throws AdapterException if one of the sides cannot be read
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalArgumentException if the destination is its own source
     */
    public Plan plan(Adapter destination) throws InterruptedException {
        SyncGroup.of(Map.of(destination, this));
        Plan plan = compare(readSource(), destination);
        Plan judged = plan.withObjections(objections(plan, plan.removals().size()));
        listener.planned(judged);
        return judged;
    }

    /**
     * Carries out a plan under the settings of this sync, whose guards judge it again.
     *
     * @param plan of this source and mode, no older than the largest age
     * @param destination the one that the plan is for
     * @return what became of each thing
     * @throws PlanRejectedException if a guard objects or the plan does not fit; nothing was written
     * @throws SyncException if not everything ended as planned, or the thread was interrupted
     */
    public Report apply(Plan plan, Adapter destination) {
        return SyncGroup.of(Map.of(destination, this))
                .apply(List.of(Report.planned(plan, Duration.ZERO)))
                .get(0);
    }

    /**
     * Plans and applies.
     *
     * @param destination where the things are to be
     * @return what became of each thing
     * @throws AdapterException if the source cannot be read
     * @throws PlanRejectedException if a guard objects; nothing was written
     * @throws SyncException if not everything ended as planned, the destination could not be read, or the thread was
     *     interrupted
     * @throws IllegalArgumentException if the destination is its own source
     */
    public Report syncWith(Adapter destination) {
        return syncWithAll(List.of(destination)).get(0);
    }

    /**
     * Plans and applies for many: all are read and judged before the first write, and one that fails stops no other.
     *
     * @param destinations where the things are to be, each place once
     * @return a report for each, in their order
     * @throws AdapterException if the source cannot be read
     * @throws PlanRejectedException if a guard objects to any of the plans; nothing was written anywhere
     * @throws SyncException if not everything ended as planned, a destination could not be read, or the thread was
     *     interrupted
     * @throws IllegalArgumentException if a place stands there twice or is its own source
     */
    public List<Report> syncWithAll(Collection<? extends Adapter> destinations) {
        Map<Adapter, Sync> group = new LinkedHashMap<>();
        for (Adapter destination : destinations) {
            if (group.put(destination, this) != null) {
                throw SyncGroup.twice(destination);
            }
        }
        return SyncGroup.of(group).sync();
    }

    Reading reading() {
        return reading;
    }

    int parallel() {
        return settings.parallel;
    }

    Clock clock() {
        return settings.clock;
    }

    SyncListener listener() {
        return listener;
    }

    Reading.Dated readSource() throws InterruptedException {
        return reading.get(settings.clock, settings.maxAge, listener);
    }

    /** A plan that no guard has judged yet. */
    Plan compare(Reading.Dated source, Adapter destination) throws InterruptedException {
        Reading.Dated there = Reading.read(destination, settings.clock, listener);
        Comparison comparison = new Comparison(
                source.side().listing(),
                there.side().listing(),
                settings.matching,
                settings.mode,
                settings.protectedThings);
        return new Plan(
                source.side(),
                there.side(),
                settings.mode,
                comparison.additions(),
                comparison.removals(),
                comparison.kept(),
                comparison.warnings(),
                source.emptyParts(),
                List.of());
    }

    List<Objection> objections(Plan plan, int removalsEverywhere) {
        Outlook outlook = Outlook.of(plan, settings.matching, removalsEverywhere);
        return settings.guards.values().stream()
                .flatMap(guard -> guard.judge(outlook).stream())
                .toList();
    }

    /** Why a plan is not one that this sync could have made now. */
    List<Objection> misfits(Plan plan, Adapter destination) {
        List<Objection> misfits = new ArrayList<>();
        mustBe("destination", plan.destination().name(), destination.name(), misfits);
        mustBe("source", plan.source().name(), reading.source().name(), misfits);
        mustBe("mode", plan.mode().toString(), settings.mode.toString(), misfits);
        // It was made when its destination was read; the source's reading may be older, and was young enough then.
        Plan.Side side = plan.destination();
        if (Reading.isOlder(side.readAt(), settings.clock, settings.maxAge)) {
            misfits.add(new Objection(
                    "max-age",
                    "the plan rests on a reading of " + side.name() + " at " + side.readAt(),
                    "an age of " + settings.maxAge.toSeconds() + " s",
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
                    "Plan again, or apply it where it belongs."));
        }
    }

    /** Carries out a plan that passed, or accounts for it where nothing is to be written. */
    SyncGroup.Run carryOut(Plan plan, Adapter destination) {
        if (settings.dryRun) {
            return new SyncGroup.Run(Report.planned(plan, Duration.ZERO), Optional.empty());
        }
        if (plan.isEmpty()) {
            return new SyncGroup.Run(Report.of(plan, List.of(), Optional.empty()), Optional.empty());
        }
        Outcomes outcomes =
                new Outcomes(plan, settings.tolerated, listener, settings.clock, this::objectionsBeforeSecondHalf);
        outcomes.run(destination);
        return new SyncGroup.Run(
                Report.of(plan, outcomes.all(), outcomes.stopped()), Optional.ofNullable(outcomes.cause()));
    }

    private List<Objection> objectionsBeforeSecondHalf(Plan plan, List<Outcome> happened) {
        boolean removalsNext = plan.mode() == Mode.ADD_REMOVE;
        List<String> added = removalsNext
                ? happened.stream()
                        .filter(outcome -> outcome.state() == Outcome.State.DONE)
                        .map(Outcome::thing)
                        .toList()
                : plan.additions();
        Outlook outlook = Outlook.of(plan, settings.matching, added, plan.removals());
        List<Objection> objections = new ArrayList<>();
        settings.guards.values().stream()
                .filter(Guard::judgesWhatRemains)
                .forEach(guard -> guard.judge(outlook).ifPresent(objections::add));
        if (removalsNext && added.isEmpty()) {
            objections.add(new Objection(
                    "mode",
                    "none of " + plan.additions().size() + " additions succeeded",
                    "that one does before anything is removed",
                    "See why they failed and run again."));
        }
        return objections;
    }

    private Sync with(Consumer<Settings> change) {
        return new Sync(reading, settings.changed(change));
    }

    /** {@return the source and the mode} */
    @Override
    public String toString() {
        return "Sync from " + reading.source().name() + " (" + settings.mode + ", " + settings.matching + ")";
    }
}
