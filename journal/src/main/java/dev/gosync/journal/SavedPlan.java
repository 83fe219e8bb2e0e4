package dev.gosync.journal;

import dev.gosync.Plan;
import dev.gosync.Plans;
import dev.gosync.adapter.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Plans in a file, to be reviewed now and applied later, perhaps by another machine. It has the changes and the readings
 * that they rest on, and no secret. An edited file is refused. Immutable; threads may share it.
 *
 * <p>Applying it plans anew and changes only what is in the file and still right: see {@link #check}.
 *
 * <pre>{@code
 * Plans plans = Sync.from(people).planAll(List.of(team));
 * SavedPlan.of(RunInfo.of("plan", "nightly"), Instant.now(), List.of(), Map.of("platform", plans)).write(file, key);
 *
 * // later, perhaps on another machine
 * SavedPlan saved = SavedPlan.read(file, key);
 * saved.checkAge(Duration.ofHours(24), Instant.now());
 * try (RecordedRun run = journal.begin(RunInfo.of("apply", "nightly").applying(saved))) {
 *     Plans fresh = Sync.from(people).listener(run.listener("platform")).planAll(List.of(team));
 *     saved.check(Map.of("platform", fresh)).plans("platform").apply();
 * }
 * }</pre>
 */
public final class SavedPlan {
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(5);

    private final String name;
    private final String id;
    private final RunInfo madeBy;
    private final Instant madeAt;
    private final List<String> only;
    private final List<String> syncs;
    private final List<SavedPlace> places;

    SavedPlan(
            String name,
            String id,
            RunInfo madeBy,
            Instant madeAt,
            List<String> only,
            List<String> syncs,
            List<SavedPlace> places) {
        this.name = name;
        this.id = id;
        this.madeBy = madeBy;
        this.madeAt = madeAt;
        this.only = List.copyOf(only);
        this.syncs = List.copyOf(syncs);
        this.places = List.copyOf(places);
    }

    /**
     * Makes a plan that can be saved.
     *
     * @param madeBy which configuration it is for, and who makes it where
     * @param madeAt when it is made
     * @param only the names of the selected syncs and destinations; empty if all were selected
     * @param syncs the plans of each sync, by its name
     * @return the plan, with a new id
     * @throws IllegalArgumentException if a guard refuses one of the plans, or a place could not be read
     */
    public static SavedPlan of(RunInfo madeBy, Instant madeAt, Collection<String> only, Map<String, Plans> syncs) {
        List<SavedPlace> places = new ArrayList<>();
        IdentityHashMap<Plan.Side, SavedPlace.Reading> sources = new IdentityHashMap<>();
        syncs.forEach((sync, plans) -> {
            if (plans.isRefused() || !plans.isComplete()) {
                throw new IllegalArgumentException("The plan of " + sync
                        + " is refused by a guard or incomplete, so it must not be applied later");
            }
            plans.plans()
                    .forEach(plan -> places.add(
                            SavedPlace.of(sync, plan, sources.computeIfAbsent(plan.source(), SavedPlace::reading))));
        });
        String id = UUID.randomUUID().toString();
        return new SavedPlan(
                "The plan " + id,
                id,
                madeBy,
                madeAt.truncatedTo(ChronoUnit.MILLIS),
                List.copyOf(only),
                List.copyOf(syncs.keySet()),
                places);
    }

    /**
     * Reads a saved plan.
     *
     * @param file the file
     * @param key the key that signed it; {@link PlanKey#none} if none did
     * @return the plan
     * @throws SavedPlanException if the file was edited or cut short, or is not signed with this key
     * @throws JournalException if it cannot be read, is not a saved plan, or a newer version wrote it
     */
    public static SavedPlan read(Path file, PlanKey key) {
        return PlanFileReader.read(file, key);
    }

    /**
     * Writes the plan to a file, for its owner only. The file is complete, or it is not there.
     *
     * @param file a new file, or a saved plan that is replaced
     * @param key signs the plan; {@link PlanKey#none} if nobody needs to trust it
     * @throws JournalException if the file is there and is not a saved plan, or it cannot be written
     */
    public void write(Path file, PlanKey key) {
        PlanFileWriter.write(this, file, key);
    }

    /**
     * Checks whether a plan can be written to a file, before the work of planning.
     *
     * @param file the file
     * @throws JournalException if the file is there and is not a saved plan, or its folder is not there
     */
    public static void checkTarget(Path file) {
        PlanFileWriter.checkTarget(file);
    }

    /**
     * Checks the age of the plan.
     *
     * @param maxAge how long ago it may have been made
     * @param now the time
     * @throws SavedPlanException if it is older, or more than five minutes from the future
     */
    public void checkAge(Duration maxAge, Instant now) {
        Duration age = Duration.between(madeAt, now);
        if (age.compareTo(maxAge) > 0) {
            throw new SavedPlanException(name + " was made at " + madeAt + ", which is " + Texts.duration(age)
                    + " ago. It may be at most " + Texts.duration(maxAge) + " old. Plan again");
        }
        if (age.negated().compareTo(CLOCKS_DIFFER_BY) > 0) {
            throw new SavedPlanException(name + " was made at " + madeAt + ", but here it is only "
                    + now.truncatedTo(ChronoUnit.SECONDS)
                    + ". Set the clock of the machine that is wrong, then plan again");
        }
    }

    /**
     * Compares the saved changes with fresh plans. An addition must still be wanted and missing. A removal must still be
     * there and unwanted. What is done already is done. Anything else is stale.
     *
     * @param fresh fresh plans of the configuration, by the name of the sync
     * @return what is stale, what is done, and the fresh plans without the changes that are not in this plan
     */
    public PlanCheck check(Map<String, Plans> fresh) {
        return PlanCheck.of(this, fresh);
    }

    /** {@return what it is called in messages: its file} */
    public String name() {
        return name;
    }

    /** {@return its own id} A journal uses it to apply the plan once only. */
    public String id() {
        return id;
    }

    /** {@return which configuration it is for, and who made it where} */
    public RunInfo madeBy() {
        return madeBy;
    }

    /** {@return when it was made} */
    public Instant madeAt() {
        return madeAt;
    }

    /** {@return the names of the syncs and destinations that were selected; empty if all were} */
    public List<String> only() {
        return only;
    }

    /** {@return the names of the syncs that were planned} */
    public Set<String> syncs() {
        return new LinkedHashSet<>(syncs);
    }

    /**
     * Counts changes.
     *
     * @param action additions or removals
     * @return how many the plan has
     */
    public int count(Action action) {
        return places.stream().mapToInt(place -> place.of(action).size()).sum();
    }

    int cannotAdd() {
        return places.stream().mapToInt(place -> place.cannotAdd().size()).sum();
    }

    List<SavedPlace> places() {
        return places;
    }

    /** {@return its name and id, without any things} */
    @Override
    public String toString() {
        return Objects.equals(name, "The plan " + id) ? name : name + " (plan " + id + ")";
    }
}
