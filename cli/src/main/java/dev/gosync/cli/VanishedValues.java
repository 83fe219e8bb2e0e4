package dev.gosync.cli;

import dev.gosync.config.ConfiguredSync;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The syncs that {@code for-each} made at the last {@code apply} and does not make any more, because their value is gone.
 * They are remembered in the folder {@code .go-sync} beside the configuration: one line for each sync, with its name and
 * the names of its places.
 */
final class VanishedValues {
    /**
     * A sync that is not there any more.
     *
     * @param name its name
     * @param places the names of its destinations, whose members stay
     */
    record Vanished(String name, List<String> places) {
        @Override
        public String toString() {
            return "'" + name
                    + "' is not there any more, because for-each has no such value now. Nobody was removed from "
                    + String.join(", ", places);
        }
    }

    private static final String FOLDER = ".go-sync";
    private static final String SEPARATOR = "\t";

    private final Path memory;

    /**
     * Makes the memory of a configuration.
     *
     * @param configuration the path of its file
     */
    VanishedValues(Path configuration) {
        Path folder = Objects.requireNonNullElse(configuration.getParent(), Path.of(""));
        this.memory = folder.resolve(FOLDER).resolve(configuration.getFileName() + ".for-each");
    }

    /** Compares the syncs of the last {@code apply} with those of today. What cannot be read is not known. */
    List<Vanished> since(List<ConfiguredSync> syncs) {
        Set<String> today = syncs.stream().map(ConfiguredSync::name).collect(Collectors.toSet());
        try {
            return Files.exists(memory)
                    ? Files.readAllLines(memory).stream()
                            .map(VanishedValues::vanished)
                            .filter(known -> !today.contains(known.name()))
                            .toList()
                    : List.of();
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }

    private static Vanished vanished(String line) {
        List<String> fields = Arrays.stream(line.split(SEPARATOR, -1))
                .map(field -> URLDecoder.decode(field, StandardCharsets.UTF_8))
                .toList();
        return new Vanished(fields.get(0), fields.subList(1, fields.size()));
    }

    /**
     * Remembers the syncs of today.
     *
     * @throws IOException if they cannot be written, for example because the folder is read-only
     */
    void remember(List<ConfiguredSync> syncs) throws IOException {
        List<String> lines = syncs.stream()
                .filter(ConfiguredSync::isMadeByForEach)
                .map(VanishedValues::line)
                .toList();
        if (lines.isEmpty()) {
            Files.deleteIfExists(memory);
            return;
        }
        Path folder = Objects.requireNonNull(memory.getParent());
        Files.createDirectories(folder);
        Path written = Files.createTempFile(folder, "for-each", ".tmp");
        try {
            Files.write(written, lines);
            Files.move(written, memory, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static String line(ConfiguredSync sync) {
        List<String> fields = new ArrayList<>(List.of(sync.name()));
        sync.destinations()
                .forEach(destination -> fields.add(destination.place().name()));
        return fields.stream()
                .map(field -> URLEncoder.encode(field, StandardCharsets.UTF_8))
                .collect(Collectors.joining(SEPARATOR));
    }
}
