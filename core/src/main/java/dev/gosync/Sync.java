package dev.gosync;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Syncs destinations with one source.
 *
 * <pre>{@code
 * Sync sync = Sync.from(people).protect("root@example.com");
 * Plan plan = sync.plan(team);
 * Report report = sync.apply(plan, team);
 * }</pre>
 *
 * <p>A sync takes these steps:
 *
 * <ol>
 *   <li><b>Read</b> the source once for all destinations, then each destination. A failed or partial read ends the work
 *       on that place.
 *   <li><b>Compare</b> both sides. Spellings with the same key of the {@linkplain #matching matching}, spellings that the
 *       place {@linkplain Adapter#matching itself} takes for one, and the aliases of a thing mean the same member. What the
 *       source lacks is a removal, what the destination lacks is an addition. The destination then {@linkplain
 *       Adapter#preview previews} the additions: which it will refuse, and which are members already.
 *   <li><b>Keep</b> members that are {@linkplain #protect protected}, that the destination itself keeps, or that are
 *       {@linkplain #hold held}. Each is shown with its reason.
 *   <li><b>Judge</b> the plans of all destinations. If one {@linkplain #guard guard} objects, nothing is written to any
 *       destination.
 *   <li><b>Apply</b> each plan in the order of the {@linkplain #mode mode}. Before the second half, the guards that
 *       concern what remains judge again, on what really happened.
 *   <li><b>Report</b> every thing as done, failed, skipped, not known or not started. If anything is not done or skipped,
 *       a {@link SyncException} has the reports.
 * </ol>
 *
 * <p>To run from a scheduler, make one {@code Sync} and call {@link #syncWithAll} at each tick. A reading of the source
 * is shared by all destinations for 15 minutes at most ({@link #maxAge}), and used only once for each of them, so every
 * tick reads the source again.
 *
 * <p>Immutable; threads may share it. Each option returns a changed copy that shares the reading of the source. A sync
 * closes neither its source nor its destinations.
 */
public final class Sync {
    private final Reading reading;
    private final Settings settings;

    private Sync(Reading reading, Settings settings) {
        this.reading = reading;
        this.settings = settings;
    }

    /**
     * Starts a sync with the defaults: {@link Mode#ADD_REMOVE}, ignoring case, with the default {@linkplain Guards guards}.
     *
     * @param source where the things come from
     * @return a sync that has read nothing yet
     */
    public static Sync from(Source source) {
        return new Sync(new Reading(Objects.requireNonNull(source, "source")), new Settings());
    }

    /**
     * Sets which halves are run, and in which order.
     *
     * @param mode the mode
     * @return the changed sync
     */
    public Sync mode(Mode mode) {
        Objects.requireNonNull(mode, "mode");
        return with(changed -> changed.mode = mode);
    }

    /**
     * Sets which spellings mean the same thing.
     *
     * @param matching the matching
     * @return the changed sync
     */
    public Sync matching(Matching matching) {
        Objects.requireNonNull(matching, "matching");
        return with(changed -> changed.matching = matching);
    }

    /**
     * Adds a guard. It replaces a guard with the same name.
     *
     * @param guard one of {@link Guards}, or one made by {@link Guard#of}
     * @return the changed sync
     */
    public Sync guard(Guard guard) {
        Objects.requireNonNull(guard, "guard");
        return with(changed -> changed.guard(guard));
    }

    /**
     * Adds things that are never removed, and patterns of such things. A thing is compared as the matching says, and also
     * ignoring case. In a pattern, {@code *} means any characters, as in {@code *@partner.example}; it is compared with the
     * spelling and the aliases of each member, ignoring case.
     *
     * @param things things in any spelling, and patterns
     * @return the changed sync
     * @throws IllegalArgumentException if one of them is blank, padded, only {@code *}, or looks like a regular expression
     */
    public Sync protect(String... things) {
        return protect(List.of(things));
    }

    /**
     * Adds things and patterns that are never removed, like {@link #protect(String...)}.
     *
     * @param things things in any spelling, and patterns
     * @return the changed sync
     * @throws IllegalArgumentException if one of them is blank, padded, only {@code *}, or looks like a regular expression
     */
    public Sync protect(Collection<String> things) {
        Protection protection = settings.protection.and(things);
        return with(changed -> changed.protection = protection);
    }

    /**
     * Adds a function that holds removals back. It sees each plan before the guards do. A held removal is shown as kept,
     * with the reason. If the function throws, that destination has no plan, as after a failed read.
     *
     * @param hold for a plan, returns members to keep, in the spelling of the plan, each with the reason; members that the
     *     plan does not remove are ignored
     * @return the changed sync
     */
    public Sync hold(Function<Plan, Map<String, String>> hold) {
        Objects.requireNonNull(hold, "hold");
        return with(changed -> changed.holds.add(hold));
    }

    /**
     * Skips a thing that fails for one of these reasons, instead of failing.
     *
     * @param kinds {@link FailureKind#UNKNOWN_THING}, {@link FailureKind#REFUSED_THING} or both
     * @return the changed sync
     * @throws IllegalArgumentException for any other kind
     */
    public Sync tolerate(FailureKind... kinds) {
        for (FailureKind kind : kinds) {
            if (!kind.concernsOneThing()) {
                throw new IllegalArgumentException(kind + " concerns the whole place and cannot be tolerated");
            }
        }
        return with(changed -> changed.tolerated.addAll(List.of(kinds)));
    }

    /** {@return a sync that reads and judges but writes nothing} Its reports show everything as not started. */
    public Sync dryRun() {
        return with(changed -> changed.dryRun = true);
    }

    /**
     * Adds a listener. Listeners are told in the order in which they were added.
     *
     * @param listener hears every step, call and wait
     * @return the changed sync
     */
    public Sync listener(SyncListener listener) {
        Objects.requireNonNull(listener, "listener");
        return with(changed -> changed.listeners.add(listener));
    }

    /**
     * Sets how many destinations are worked on in parallel. The source is read beside them. With 1, the source is read
     * first, and everything happens on the thread of the caller.
     *
     * @param destinations at least 1; 4 by default
     * @return the changed sync
     */
    public Sync parallel(int destinations) {
        if (destinations < 1) {
            throw new IllegalArgumentException("parallel must be at least 1, but is " + destinations);
        }
        return with(changed -> changed.parallel = destinations);
    }

    /**
     * Sets how old a reading of the source may be when a plan is made, and how old a plan may be when it is applied.
     *
     * @param age 15 minutes by default
     * @return the changed sync
     */
    public Sync maxAge(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("maxAge must not be negative, but is " + age);
        }
        return with(changed -> changed.maxAge = age);
    }

    /**
     * Sets the clock.
     *
     * @param clock the system clock by default
     * @return the changed sync
     */
    public Sync clock(Clock clock) {
        Objects.requireNonNull(clock, "clock");
        return with(changed -> changed.clock = clock);
    }

    /** {@return a sync with the same settings and no reading of the source} Syncs derived from it share its new reading. */
    public Sync refreshed() {
        return new Sync(new Reading(reading.source()), settings);
    }

    /**
     * Reads both sides, compares and judges. Changes nothing. A guard never makes it throw.
     *
     * @param destination the place to sync
     * @return the plan, with the objections of the guards
     * @throws AdapterException if one of the sides cannot be read
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalArgumentException if the destination is its own source
     */
    public Plan plan(Adapter destination) throws InterruptedException {
        return planned(destination, Optional.empty());
    }

    /**
     * Plans exactly a given change, whatever the source wants. Everything else is like {@link #plan(Adapter)}: both sides
     * are read, kept members stay and all guards judge. What is done already is left out of the plan.
     *
     * @param change what to add and remove; its mode must be the mode of this sync
     * @param destination the place to sync
     * @return the plan, with the objections of the guards
     * @throws AdapterException if one of the sides cannot be read
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalArgumentException if the modes differ, or the destination is its own source
     */
    public Plan plan(Change change, Adapter destination) throws InterruptedException {
        destination(destination).checkMode(change);
        return planned(destination, Optional.of(change));
    }

    private Plan planned(Adapter adapter, Optional<Change> change) throws InterruptedException {
        Destination destination = destination(adapter);
        List<Destination> alone = List.of(destination);
        Destination.checkTogether(alone);
        Plan plan;
        try (SourceReading source = Destination.beginToRead(alone)) {
            plan = change.isPresent() ? destination.given(change.get(), source) : destination.compare(source);
        }
        Plan judged = destination.judged(plan, plan.removals().size());
        destination.listener().planned(judged);
        return judged;
    }

    /**
     * Reads the source once and every destination, and judges all plans. Changes nothing. A guard never makes it throw.
     *
     * @param destinations the places to sync, each once
     * @return the plans, and why a destination could not be read
     * @throws AdapterException if the source cannot be read
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalArgumentException if a place is a destination twice or its own source
     */
    public Plans planAll(Collection<? extends Adapter> destinations) throws InterruptedException {
        return Plans.of(destinations(destinations), Destination::compare);
    }

    /**
     * Carries out a plan of this sync. All guards judge it again. The plan must rest on the same reading of the source,
     * which is read again only if this sync has never read it.
     *
     * @param plan the plan, no older than the largest age
     * @param destination the destination of the plan
     * @return what happened to each thing
     * @throws AdapterException if the source has to be read and cannot be
     * @throws PlanRejectedException if a guard refuses the plan, or the plan is too old or belongs to another source,
     *     destination or mode; nothing was written
     * @throws SyncException if not everything ended as planned, or the thread was interrupted
     */
    public Report apply(Plan plan, Adapter destination) {
        return Plans.of(destination(destination), plan).apply().get(0);
    }

    /**
     * Plans and applies.
     *
     * @param destination the place to sync
     * @return what happened to each thing
     * @throws AdapterException if the source cannot be read
     * @throws PlanRejectedException if a guard refuses the plan; nothing was written
     * @throws SyncException if not everything ended as planned, the destination could not be read, or the thread was
     *     interrupted
     * @throws IllegalArgumentException if the destination is its own source
     */
    public Report syncWith(Adapter destination) {
        return syncWithAll(List.of(destination)).get(0);
    }

    /**
     * Plans and applies for many destinations. All are read and judged before the first write. One that fails does not
     * stop the others.
     *
     * @param destinations the places to sync, each once
     * @return one report for each destination, in their order
     * @throws AdapterException if the source cannot be read
     * @throws PlanRejectedException if a guard refuses one of the plans; nothing was written anywhere
     * @throws SyncException if not everything ended as planned, a destination could not be read, or the thread was
     *     interrupted
     * @throws IllegalArgumentException if a place is a destination twice or its own source
     */
    public List<Report> syncWithAll(Collection<? extends Adapter> destinations) {
        return Plans.planAndApply(destinations(destinations));
    }

    Destination destination(Adapter adapter) {
        return new Destination(adapter, reading, settings);
    }

    private List<Destination> destinations(Collection<? extends Adapter> adapters) {
        List<Destination> destinations =
                adapters.stream().map(adapter -> destination(adapter)).toList();
        Destination.checkTogether(destinations);
        return destinations;
    }

    private Sync with(Consumer<Settings> change) {
        return new Sync(reading, settings.changed(change));
    }

    /** {@return the source, the mode and the matching} */
    @Override
    public String toString() {
        return "Sync from " + reading.source().name() + " (" + settings.mode + ", " + settings.matching + ")";
    }
}
