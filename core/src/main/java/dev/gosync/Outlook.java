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
        strikeAliases(missing, there, plan.destination().listing().aliases());
        strikeAliases(missing, there, plan.source().listing().aliases());
        return missing.left();
    }

    private static void strikeAliases(Spellings missing, Set<String> there, Map<String, String> aliases) {
        aliases.forEach((alias, thing) -> {
            if (there.contains(thing)) {
                missing.strike(alias);
            }
        });
    }
}
