package dev.gosync.cli;

import static dev.gosync.adapter.InvisibleCharacters.shownIn;

import dev.gosync.adapter.Action;
import dev.gosync.journal.PlanCheck;
import dev.gosync.journal.PlanCheck.Item;
import dev.gosync.journal.SavedPlan;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints how a saved plan compares with fresh plans. */
final class SavedPlanText {
    private final TextOutput out;

    SavedPlanText(TextOutput out) {
        this.out = out;
    }

    /** Prints what is not as planned. */
    void print(SavedPlanUse use, boolean onlyProblems) {
        if (onlyProblems && !use.isStale()) {
            return;
        }
        SavedPlan plan = use.plan();
        out.line(0)
                .text(Style.TITLE, "Saved plan ")
                .name(Style.TITLE, shownIn(use.file()))
                .text(" of " + plan.madeAt().truncatedTo(ChronoUnit.SECONDS) + " by "
                        + shownIn(plan.madeBy().who()) + ": " + plan.count(Action.ADD) + " to add, "
                        + plan.count(Action.REMOVE) + " to remove")
                .print();
        if (use.isConfigurationChanged()) {
            out.line(2)
                    .text(
                            Style.WARNING,
                            "warning: the configuration has changed since then; the plan is compared with what it says"
                                    + " now")
                    .print();
        }
        ToldReasons told = new ToldReasons();
        use.check().ifPresent(check -> {
            items(Style.REFUSAL, "Stale", check.stale(), told);
            items(Style.PLAIN, "Done already", check.done(), told);
        });
    }

    private void items(Style style, String title, List<Item> items, ToldReasons told) {
        Map<List<String>, List<Item>> byPlace = new LinkedHashMap<>();
        items.forEach(item -> byPlace.computeIfAbsent(List.of(item.sync(), item.place()), first -> new ArrayList<>())
                .add(item));
        byPlace.forEach((place, ofPlace) -> {
            out.line(2)
                    .text(style, title + " in ")
                    .name(style, shownIn(place.get(0)))
                    .text(style, ", ")
                    .name(style, shownIn(place.get(1)) + ":")
                    .print();
            ThingsByReason lines = new ThingsByReason(told);
            ofPlace.forEach(
                    item -> lines.add(Style.PLAIN, TextFormat.sign(item.action()), item.thing(), item.reason(), false));
            lines.print(out);
        });
    }

    /** {@return what the plan did not have, as a sentence; empty if it had everything} */
    static Optional<String> left(SavedPlanUse use) {
        List<String> left = new ArrayList<>();
        use.check().ifPresent(check -> {
            count(check, Action.ADD, "addition", left);
            count(check, Action.REMOVE, "removal", left);
        });
        if (!use.newSyncs().isEmpty()) {
            left.add(TextFormat.count(use.newSyncs().size(), "sync", "syncs") + " ("
                    + shownIn(String.join(", ", use.newSyncs())) + ")");
        }
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of("Not in the saved plan, and left for the next one: " + String.join(", ", left) + ".");
    }

    private static void count(PlanCheck check, Action action, String noun, List<String> left) {
        int count = check.left(action);
        if (count > 0) {
            left.add(TextFormat.count(count, noun, noun + "s"));
        }
    }
}
