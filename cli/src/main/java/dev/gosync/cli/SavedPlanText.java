package dev.gosync.cli;

import static dev.gosync.adapter.InvisibleCharacters.shownIn;

import dev.gosync.adapter.Action;
import dev.gosync.journal.PlanCheck;
import dev.gosync.journal.PlanCheck.Item;
import dev.gosync.journal.SavedPlan;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints how a saved plan compares with fresh plans. */
final class SavedPlanText {
    private final PrintWriter out;

    SavedPlanText(PrintWriter out) {
        this.out = out;
    }

    /** Prints what is not as planned. */
    void print(SavedPlanUse use, boolean onlyProblems) {
        if (onlyProblems && !use.isStale()) {
            return;
        }
        SavedPlan plan = use.plan();
        out.println("Saved plan " + shownIn(use.file()) + " of " + plan.madeAt() + " by "
                + shownIn(plan.madeBy().who()) + ": " + plan.count(Action.ADD) + " to add, "
                + plan.count(Action.REMOVE) + " to remove");
        if (use.isConfigurationChanged()) {
            out.println(
                    "  warning: the configuration has changed since then; the plan is compared with what it says now");
        }
        use.check().ifPresent(check -> {
            items("Stale", check.stale());
            items("Done already", check.done());
        });
    }

    private void items(String title, List<Item> items) {
        Map<List<String>, List<Item>> byPlace = new LinkedHashMap<>();
        items.forEach(item -> byPlace.computeIfAbsent(List.of(item.sync(), item.place()), first -> new ArrayList<>())
                .add(item));
        byPlace.forEach((place, ofPlace) -> {
            out.println("  " + title + " in " + shownIn(place.get(0)) + ", " + shownIn(place.get(1)) + ":");
            ThingsByReason lines = new ThingsByReason();
            ofPlace.forEach(item -> lines.add(TextFormat.sign(item.action()), item.thing(), item.reason(), false));
            lines.print(out);
        });
    }

    /** Prints what the plan did not have. */
    void printLeft(SavedPlanUse use) {
        List<String> left = new ArrayList<>();
        use.check().ifPresent(check -> {
            count(check, Action.ADD, "addition", left);
            count(check, Action.REMOVE, "removal", left);
        });
        if (!use.newSyncs().isEmpty()) {
            left.add(TextFormat.count(use.newSyncs().size(), "sync", "syncs") + " ("
                    + shownIn(String.join(", ", use.newSyncs())) + ")");
        }
        if (!left.isEmpty()) {
            out.println("Not in the saved plan, and left for the next one: " + String.join(", ", left) + ".");
        }
    }

    private static void count(PlanCheck check, Action action, String noun, List<String> left) {
        int count = check.left(action);
        if (count > 0) {
            left.add(TextFormat.count(count, noun, noun + "s"));
        }
    }
}
