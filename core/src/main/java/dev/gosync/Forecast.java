package dev.gosync;

import dev.gosync.adapter.Matching;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a destination will hold after a plan, for guards to judge. */
final class Forecast {
    private final Plan plan;
    private final Matching matching;
    private final int removalsEverywhere;
    private final boolean mayBeEmpty;
    private final Set<String> added;
    private final Set<String> removed;
    private final int alreadyThere;

    private Forecast(
            Plan plan,
            Matching matching,
            int removalsEverywhere,
            boolean mayBeEmpty,
            Collection<String> added,
            Collection<String> removed,
            int alreadyThere) {
        this.plan = plan;
        this.matching = matching;
        this.removalsEverywhere = removalsEverywhere;
        this.mayBeEmpty = mayBeEmpty;
        this.added = Set.copyOf(added);
        this.removed = Set.copyOf(removed);
        this.alreadyThere = alreadyThere;
    }

    /**
     * Before the first write: everything in the plan will happen.
     *
     * @param mayBeEmpty whether the guards let the source be empty
     */
    static Forecast of(Plan plan, Matching matching, int removalsEverywhere, boolean mayBeEmpty) {
        return new Forecast(plan, matching, removalsEverywhere, mayBeEmpty, plan.additions(), plan.removals(), 0);
    }

    /**
     * Between the halves: of the first half, only additions that surely happened and all removals that may have.
     *
     * @param alreadyThere how many of the additions were members already
     */
    static Forecast of(
            Plan plan, Matching matching, Collection<String> added, Collection<String> removed, int alreadyThere) {
        return new Forecast(plan, matching, plan.removals().size(), true, added, removed, alreadyThere);
    }

    Plan plan() {
        return plan;
    }

    int additions() {
        return plan.additions().size();
    }

    int removals() {
        return plan.removals().size();
    }

    int removalsEverywhere() {
        return removalsEverywhere;
    }

    boolean mayBeEmpty() {
        return mayBeEmpty;
    }

    int members() {
        return plan.destination().size();
    }

    int largerSide() {
        return Math.max(members(), plan.source().size());
    }

    /** The members that the source wants. Kept members are not among them. Counts only where something is removed. */
    int wantedMembers() {
        return plan.unchanged() - plan.kept().size();
    }

    boolean leavesLessThanHalf() {
        return 2 * membersAfterwards() < members();
    }

    int membersAfterwards() {
        return members() - removed.size() + added.size() - alreadyThere;
    }

    /** Returns the wanted things that will not be there under any of their spellings. */
    Set<String> missingAfterwards(Collection<String> wanted) {
        Spellings missing = new Spellings(wanted, matching);
        Set<String> there = new HashSet<>(added);
        for (String thing : plan.destination().listing().things()) {
            if (!removed.contains(thing)) {
                there.add(thing);
            }
        }
        there.forEach(missing::strike);
        plan.destination().listing().aliases().forEach((alias, thing) -> {
            if (there.contains(thing)) {
                missing.strike(alias);
            }
        });
        if (!missing.left().isEmpty()) {
            strikeAliasesOfSource(missing, there);
        }
        return missing.left();
    }

    /** The source's things may be there under another spelling or one of their aliases. */
    private void strikeAliasesOfSource(Spellings missing, Set<String> there) {
        Map<String, String> aliases = plan.source().listing().aliases();
        Set<String> keys = new HashSet<>();
        there.forEach(thing -> keys.add(matching.key(thing)));
        plan.destination().listing().aliases().forEach((alias, thing) -> {
            if (there.contains(thing)) {
                keys.add(matching.key(alias));
            }
        });
        aliases.forEach((alias, thing) -> {
            if (keys.contains(matching.key(alias))) {
                keys.add(matching.key(thing));
            }
        });
        aliases.forEach((alias, thing) -> {
            if (keys.contains(matching.key(thing))) {
                missing.strike(thing);
                missing.strike(alias);
            }
        });
    }
}
