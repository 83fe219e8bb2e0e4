package dev.gosync.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The people of {@code go-sync demo}. */
final class DemoPeople {
    private DemoPeople() {}

    /** The file as the demo writes it: columns name, email and team. */
    static String csv() {
        try (InputStream file = CommandLine.class.getResourceAsStream("/dev/gosync/cli/demo/people.csv")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The addresses of a team, as they are spelt there. */
    static List<String> of(String team) {
        return csv().lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(fields -> fields[2].equals(team) && !fields[1].isEmpty())
                .map(fields -> fields[1])
                .toList();
    }
}
