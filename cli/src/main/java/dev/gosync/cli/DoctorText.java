package dev.gosync.cli;

import dev.gosync.adapter.Failure;
import dev.gosync.adapter.Listing;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what {@code go-sync doctor} found. It prints each place as soon as it was read. */
final class DoctorText {
    private static final String OK = "ok      ";
    private static final String FAILED = "FAILED  ";
    private static final String INDENT = "        ";
    private static final int MOST_USES = 3;

    private final PrintWriter out;
    private final boolean isQuiet;
    private final Map<String, String> shownRights = new HashMap<>();

    /**
     * Makes a printer.
     *
     * @param isQuiet whether only problems are printed
     */
    DoctorText(ProgramContext context, boolean isQuiet) {
        this.out = context.out();
        this.isQuiet = isQuiet;
    }

    void print(PlaceCheck check) {
        if (check.failure().isPresent()) {
            Failure failure = check.failure().get();
            print(FAILED + check.name() + " (" + uses(check.uses()) + "): " + failure.operation() + ": "
                    + failure.problem()
                    + failure.kind()
                            .map(kind -> " (" + TextFormat.words(kind) + ")")
                            .orElse("") + ". "
                    + failure.remedy());
            printRights(check);
        } else if (!isQuiet) {
            print(OK + check.name() + " (" + uses(check.uses()) + "): "
                    + check.listing().map(DoctorText::content).orElse(""));
            check.listing()
                    .map(Listing::warnings)
                    .orElse(List.of())
                    .forEach(warning -> print(INDENT + "warning: " + warning));
        }
        out.flush();
    }

    private void printRights(PlaceCheck check) {
        if (check.rights().isEmpty()) {
            return;
        }
        String before = shownRights.putIfAbsent(check.type(), check.name());
        if (before != null) {
            print(INDENT + "It needs the rights that are listed above, at " + before + ".");
            return;
        }
        print(INDENT + "What the credentials must be allowed to do:");
        check.rights().forEach(right -> print(INDENT + "  - " + right));
    }

    void finish(List<PlaceCheck> checks, List<String> unset, boolean isInterrupted) {
        for (String name : unset) {
            print(FAILED + "The variable " + name + " is not set. The syncs that need it were not tried. Set it and run"
                    + " again.");
        }
        long failed =
                checks.stream().filter(check -> check.failure().isPresent()).count();
        if (isQuiet && failed == 0 && unset.isEmpty() && !isInterrupted) {
            return;
        }
        print((isInterrupted ? "Interrupted. " : "")
                + TextFormat.count(checks.size(), "place was", "places were") + " tried: "
                + (checks.size() - failed) + " ok, " + failed + " failed. Nothing was written.");
    }

    private void print(String line) {
        out.println(line.substring(0, line.length() - line.stripLeading().length()) + TextFormat.oneLine(line));
    }

    private static String content(Listing listing) {
        return TextFormat.count(listing.things().size(), "member", "members") + TextFormat.leftOut(listing.leftOut());
    }

    private static String uses(List<String> uses) {
        String first = uses.stream().limit(MOST_USES).collect(Collectors.joining(", "));
        return uses.size() <= MOST_USES ? first : first + " and " + (uses.size() - MOST_USES) + " more";
    }
}
