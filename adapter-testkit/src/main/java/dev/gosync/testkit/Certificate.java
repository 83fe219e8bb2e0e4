package dev.gosync.testkit;

import dev.gosync.testkit.Rules.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a certification found, rule by rule, as a file for programs and one for people. Safe for use by threads. */
final class Certificate {
    /** How a rule ended. */
    enum Result {
        HELD("held"),
        REFUSED("refused as declared"),
        FAILED("failed"),
        NOT_RUN("not run");

        private final String words;

        Result(String words) {
            this.words = words;
        }
    }

    private record Finding(Result result, Set<Limitation> limitations, String message) {
        static final Finding NONE = new Finding(Result.NOT_RUN, Set.of(), "");
    }

    private final List<Named> rules;
    private final Path directory;
    private final Class<?> test;
    private final String tests;
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private String adapter;
    private String type = "";
    private String classes = Digests.UNKNOWN;
    private String version = Versions.UNKNOWN;
    private Set<Limitation> declared = Set.of();
    private boolean begun;
    private boolean over;

    Certificate(Class<?> contract, Path directory) {
        this.rules = Rules.of(contract);
        this.directory = directory;
        this.test = contract;
        this.tests = Digests.of(contract);
        this.adapter = contract.getSimpleName();
    }

    /** Deletes what an earlier run wrote for the same test, whatever its adapter was called then. */
    synchronized void deleteEarlier() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                deleteIfOurs(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The certificate of an earlier run could not be deleted in " + directory, e);
        }
    }

    /** Another process may run another certification, and delete its own earlier certificate at the same time. */
    private void deleteIfOurs(Path file) throws IOException {
        try {
            if (Files.readString(file).contains(field("test", test.getName()))) {
                Files.delete(file);
                Files.deleteIfExists(
                        file.resolveSibling(file.getFileName().toString().replaceAll("json$", "md")));
            }
        } catch (NoSuchFileException e) {
            // It is gone.
        }
    }

    /** Until {@link #end}, what is written says that it is incomplete: a run may be cut short at any time. */
    synchronized void begin(SourceContract contract) {
        if (!begun) {
            begun = true;
            adapter = contract.adapter();
            declared = Set.copyOf(contract.limitations());
            write();
        }
    }

    synchronized void opened(Class<?> adapterType, SourceContract contract) {
        if (type.equals(adapterType.getName())) {
            return;
        }
        type = adapterType.getName();
        classes = Digests.of(adapterType);
        version = contract.version(adapterType);
    }

    synchronized void held(Named rule, Set<Limitation> met) {
        findings.putIfAbsent(
                rule.number(), new Finding(met.isEmpty() ? Result.HELD : Result.REFUSED, Set.copyOf(met), ""));
    }

    synchronized void failed(Named rule, String message) {
        findings.put(rule.number(), new Finding(Result.FAILED, Set.of(), message));
    }

    synchronized void end() {
        over = true;
        if (begun) {
            write();
        }
    }

    private String verdict() {
        if (!over || count(Result.NOT_RUN) > 0) {
            return "INCOMPLETE";
        }
        return count(Result.FAILED) > 0 ? "FAILED" : "CERTIFIED";
    }

    private Finding finding(Named rule) {
        return findings.getOrDefault(rule.number(), Finding.NONE);
    }

    private long count(Result result) {
        return rules.stream().filter(rule -> finding(rule).result == result).count();
    }

    private void write() {
        String file = adapter.replaceAll("[^A-Za-z0-9._-]+", "-");
        try {
            Files.createDirectories(directory);
            write(directory.resolve(file + ".md"), markdown());
            write(directory.resolve(file + ".json"), json());
        } catch (IOException e) {
            throw new UncheckedIOException("The certificate could not be written to " + directory, e);
        }
    }

    /** A process that is killed leaves the old file or the new one, and never half a file. */
    private static void write(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private String json() {
        StringJoiner lines = new StringJoiner(",\n", "  \"rules\": [\n", "\n  ]\n");
        for (Named rule : rules) {
            Finding finding = finding(rule);
            StringJoiner fields = new StringJoiner(", ", "    {", "}");
            fields.add(field("number", rule.number())).add(field("title", rule.title()));
            fields.add(field("result", finding.result.words));
            if (!finding.limitations.isEmpty()) {
                fields.add("\"declared\": " + names(finding.limitations));
            }
            if (!finding.message.isEmpty()) {
                fields.add(field("message", finding.message));
            }
            lines.add(fields.toString());
        }
        return "{\n  " + field("adapter", adapter) + ",\n  " + field("class", type) + ",\n  "
                + field("version", version) + ",\n  " + field("classes", classes) + ",\n  "
                + field("test", test.getName()) + ",\n  " + field("tests", tests)
                + ",\n  " + field("kit", Versions.of(Certificate.class)) + ",\n  " + field("verdict", verdict())
                + ",\n  \"declared\": " + names(declared) + ",\n" + lines + "}\n";
    }

    private static String names(Set<Limitation> limitations) {
        return new TreeSet<>(limitations)
                .stream().map(each -> quoted(each.name())).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String field(String name, String value) {
        return quoted(name) + ": " + quoted(value);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("# " + adapter + ": " + verdict());
        lines.add("");
        lines.add("`" + type + "`, version " + version + ", checked with version " + Versions.of(Certificate.class)
                + " of the kit.");
        lines.add(rules.size() + " rules: "
                + List.of(Result.values()).stream()
                        .map(result -> count(result) + " " + result.words)
                        .collect(Collectors.joining(", "))
                + ".");
        lines.add("SHA-256 of the classes: `" + classes + "`; of the tests: `" + tests + "`.");
        if (!declared.isEmpty()) {
            lines.add("");
            lines.add("Declared:");
            lines.add("");
            new TreeSet<>(declared).forEach(each -> lines.add("- " + each + ": " + each.meaning()));
        }
        lines.add("");
        lines.add("| Rule | | Result |");
        lines.add("| --- | --- | --- |");
        for (Named rule : rules) {
            Finding finding = finding(rule);
            String detail = finding.limitations.isEmpty() ? "" : " " + new TreeSet<>(finding.limitations);
            String message = finding.message.isEmpty() ? "" : ": " + cell(finding.message);
            lines.add("| " + rule.number() + " | " + rule.title() + " | " + finding.result.words + detail + message
                    + " |");
        }
        return String.join("\n", lines) + "\n";
    }

    private static String cell(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").replace("|", "\\|");
    }
}
