package dev.gosync.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What users saw at each fault, as a page shows it. */
final class FaultTable {
    static final String DOES_NOT_APPLY = "does not apply";

    private static final Pattern PROBLEM = Pattern.compile(
            "FAILED: |REFUSED|: (failed|not known|not started) \\(|^The journal in |^Run \\S+ is not recorded|^Run \\S+ by .* was cut short");

    /** What differs from run to run or from system to system, and what the page shows instead. */
    private static final Map<Pattern, String> VARIABLE = variable();

    /**
     * What a user saw.
     *
     * @param exitCodes the exit code, or several ones
     * @param message the first line about the problem; empty if there was none
     */
    record Seen(String exitCodes, String message) {
        static final Seen NOTHING = new Seen(DOES_NOT_APPLY, "");
    }

    private static Map<Pattern, String> variable() {
        Map<Pattern, String> variable = new LinkedHashMap<>();
        variable.put(Pattern.compile("/?(https?://)?(127\\.0\\.0\\.1|localhost)[:/]\\d+"), "ADDRESS");
        variable.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"), "TIME");
        variable.put(
                Pattern.compile("Run \\d+-\\d+-\\d+ by .* was cut short: (.*?) \\(.*\\)\\."),
                "Run RUN by USER was cut short: $1 (THINGS).");
        variable.put(Pattern.compile("Run \\d+-\\d+-\\d+ by .* was cut short"), "Run RUN by USER was cut short");
        variable.put(Pattern.compile("Run \\d+-\\d+-\\d+ is not recorded"), "Run RUN is not recorded");
        variable.put(
                Pattern.compile("(cannot get an access token: )?(Failed to connect to ADDRESS(: Connection refused)?"
                        + "|Connection reset( by peer)?|Broken pipe|unexpected end of stream( on \\S+)?"
                        + "|no answer within \\d+ ms|timeout(: Socket closed)?|(?i:read) timed out|Socket closed)"),
                "NETWORK");
        variable.put(Pattern.compile("File too large|No space left on device"), "DISK");
        return variable;
    }

    private final List<String> places;
    private final Map<String, Map<String, Seen>> rows = new LinkedHashMap<>();

    FaultTable(List<String> places) {
        this.places = List.copyOf(places);
    }

    synchronized void add(String fault, String place, Seen seen) {
        rows.computeIfAbsent(fault, title -> new LinkedHashMap<>()).put(place, seen);
    }

    /** {@return the first line about a problem in what a run printed, without what differs from run to run} */
    static String message(String output, String folder) {
        String message = output.lines()
                .filter(line -> PROBLEM.matcher(line).find())
                .findFirst()
                .map(line -> line.strip().replace(folder + "/", ""))
                .orElse("");
        for (Map.Entry<Pattern, String> each : VARIABLE.entrySet()) {
            message = each.getKey().matcher(message).replaceAll(each.getValue());
        }
        return message;
    }

    /** {@return the table, and below it the messages} */
    synchronized String markdown() {
        StringBuilder text = new StringBuilder();
        line(text, "Fault", places.stream().map(place -> "`" + place + "`").toList());
        line(text, "---", places.stream().map(place -> "---").toList());
        rows.forEach((fault, cells) -> line(
                text,
                fault,
                places.stream()
                        .map(place -> cells.getOrDefault(place, Seen.NOTHING).exitCodes)
                        .toList()));
        text.append("\n### Messages\n");
        rows.forEach((fault, cells) -> {
            Map<String, List<String>> byMessage = new LinkedHashMap<>();
            cells.forEach((place, seen) -> {
                if (!seen.message.isEmpty()) {
                    byMessage
                            .computeIfAbsent(seen.message, message -> new ArrayList<>())
                            .add("`" + place + "`");
                }
            });
            if (!byMessage.isEmpty()) {
                text.append("\n**").append(fault).append("**\n\n");
                byMessage.forEach((message, where) -> text.append("- ")
                        .append(String.join(", ", where))
                        .append(": `")
                        .append(message.replace('`', '\''))
                        .append("`\n"));
            }
        });
        return text.toString();
    }

    private static void line(StringBuilder text, String first, List<String> cells) {
        text.append("| ").append(first).append(cells.stream().collect(Collectors.joining(" | ", " | ", " |\n")));
    }
}
