package dev.gosync.cli;

import dev.gosync.adapter.Failure;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.adapter.Listing;
import dev.gosync.config.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what {@code go-sync doctor} found. It prints each place as soon as it was read. */
final class DoctorText {
    private static final String OK = "ok      ";
    private static final String WARNING = "warning ";
    private static final String FAILED = "FAILED  ";
    private static final int INDENTATION = OK.length();
    private static final int MOST_USES = 3;

    private final TextOutput out;
    private final boolean isQuiet;
    private final Map<String, String> shownRights = new HashMap<>();

    DoctorText(Cli cli) {
        out = TextOutput.of(cli);
        isQuiet = cli.verbosity() == Cli.Verbosity.QUIET; // then only problems are printed
    }

    void print(PlaceCheck check) {
        if (check.failure().isPresent()) {
            Failure failure = check.failure().get();
            begin(FAILED, check)
                    .text(WholeText.inMessage(TextFormat.oneLine(failure.operation() + ": " + failure.problem()
                            + failure.kind()
                                    .map(kind -> " (" + TextFormat.words(kind) + ")")
                                    .orElse("") + ". " + failure.remedy())))
                    .print();
            printRights(check);
        } else if (check.isEmptySource()) {
            begin(WARNING, check)
                    .text(WholeText.inMessage(
                            check.listing().map(DoctorText::sentence).orElse("") + " " + PlaceCheck.EMPTY_SOURCE))
                    .print();
        } else if (!isQuiet) {
            begin(OK, check)
                    .text(check.listing().map(ListingPrinter::members).orElse(""))
                    .print();
        }
        check.listing()
                .map(Listing::warnings)
                .orElse(List.of())
                .forEach(warning -> out.line(INDENTATION)
                        .text("warning: " + TextFormat.oneLine(warning))
                        .print());
        out.flush();
    }

    private TextLine begin(String result, PlaceCheck check) {
        return out.line(0, INDENTATION)
                .name(result + InvisibleCharacters.shownIn(check.name()))
                .text(" (" + TextFormat.oneLine(uses(check.uses())) + "): ");
    }

    private void printRights(PlaceCheck check) {
        if (check.rights().isEmpty()) {
            return;
        }
        String before = shownRights.putIfAbsent(check.type(), check.name());
        if (before != null) {
            out.line(INDENTATION)
                    .text("It needs the rights that are listed above, at ")
                    .name(InvisibleCharacters.shownIn(before))
                    .text(".")
                    .print();
            return;
        }
        out.line(INDENTATION)
                .text("What the credentials must be allowed to do:")
                .print();
        check.rights()
                .forEach(right -> out.line(INDENTATION + 2)
                        .text("- " + WholeText.inMessage(TextFormat.oneLine(right)))
                        .print());
    }

    void finish(List<PlaceCheck> checks, List<Fault> missing, boolean isInterrupted) {
        for (Fault fault : missing) {
            out.line(0, INDENTATION)
                    .name(FAILED)
                    .text(WholeText.inMessage(TextFormat.oneLine(fault.toString())))
                    .print();
        }
        long failed =
                checks.stream().filter(check -> check.failure().isPresent()).count();
        long warnings = checks.stream().filter(PlaceCheck::isEmptySource).count();
        if (isQuiet && failed + warnings == 0 && missing.isEmpty() && !isInterrupted) {
            return;
        }
        out.text((isInterrupted ? "Interrupted. " : "")
                + TextFormat.count(checks.size(), "place was", "places were") + " tried: "
                + (checks.size() - failed - warnings) + " ok, "
                + (warnings == 0 ? "" : TextFormat.count((int) warnings, "warning", "warnings") + ", ") + failed
                + " failed. "
                + (missing.isEmpty()
                        ? ""
                        : "Because of " + TextFormat.count(missing.size(), "fault", "faults")
                                + " in the configuration, not everything could be tried: see above. ")
                + "Nothing was written.");
        out.flush();
    }

    /** All places can be read. */
    void next(String file) {
        if (!isQuiet) {
            out.next("To see the changes without making them:", "plan " + NextCommand.quoted(file));
            out.flush();
        }
    }

    private static String sentence(Listing listing) {
        String members = ListingPrinter.members(listing);
        return members.endsWith("?") ? members : members + "."; // a hint can be a question
    }

    private static String uses(List<String> uses) {
        String first = uses.stream().limit(MOST_USES).collect(Collectors.joining(", "));
        return uses.size() <= MOST_USES ? first : first + " and " + (uses.size() - MOST_USES) + " more";
    }
}
