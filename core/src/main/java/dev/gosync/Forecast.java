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
    private final Set<String> added;
    private final Set<String> removed;

    private Forecast(
            Plan plan,
            Matching matching,
            int removalsEverywhere,
            Collection<String> added,
            Collection<String> removed) {
        this.plan = plan;
        this.matching = matching;
        this.removalsEverywhere = removalsEverywhere;
        this.added = Set.copyOf(added);
        this.removed = Set.copyOf(removed);
    }

    /** Before the first write: everything in the plan will happen. */
    static Forecast of(Plan plan, Matching matching, int removalsEverywhere) {
        return new Forecast(plan, matching, removalsEverywhere, plan.additions(), plan.removals());
    }

    /** Between the halves: of the first half, only additions that surely happened and all removals that may have. */
    static Forecast of(Plan plan, Matching matching, Collection<String> added, Collection<String> removed) {
        return new Forecast(plan, matching, plan.removals().size(), added, removed);
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

    int members() {
        return plan.destination().size();
    }

    int largerSide() {
        return Math.max(members(), plan.source().size());
    }

    int membersAfterwards() {
        return members() - removed.size() + added.size();
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
