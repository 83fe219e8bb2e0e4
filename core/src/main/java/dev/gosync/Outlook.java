package dev.gosync;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How a destination will look if a plan is carried out from here: what guards judge. */
final class Outlook {
    private final Plan plan;
    private final Matching matching;
    private final int removalsEverywhere;
    private final Set<String> added;
    private final Set<String> removed;

    private Outlook(
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

    /** Before the first write: all that is planned will happen. */
    static Outlook of(Plan plan, Matching matching, int removalsEverywhere) {
        return new Outlook(plan, matching, removalsEverywhere, plan.additions(), plan.removals());
    }

    /** Between the halves: of the first, only what is sure to help and all that may have harmed. */
    static Outlook of(Plan plan, Matching matching, Collection<String> added, Collection<String> removed) {
        return new Outlook(plan, matching, plan.removals().size(), added, removed);
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

    /** Those of these things that will not be there, under none of their spellings. */
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

    /** The source's things may be there in another spelling, or under one of their aliases. */
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
