package dev.gosync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.AdapterProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class ClassArchiveTrainingTest {
    @TempDir
    private Path folder;

    @Test
    void every_type_of_place_that_the_program_ships_is_in_the_training() throws IOException {
        Set<String> trained = places().stream().map(Map.Entry::getKey).collect(Collectors.toSet());

        assertThat(shipped())
                .hasSizeGreaterThan(8)
                .allSatisfy((type, provider) -> assertThat(trained)
                        .as("add a place of the type %s to training/services.yml", type)
                        .contains(type));
    }

    @Test
    void every_place_that_has_an_address_uses_the_server_of_the_training() throws IOException {
        List<Map.Entry<String, Map<String, String>>> places = places();

        assertThat(places).hasSizeGreaterThan(8).allSatisfy(place -> {
            AdapterProvider provider = Objects.requireNonNull(shipped().get(place.getKey()), place.getKey());
            if (provider.keys().stream().anyMatch(key -> key.name().equals("base-url"))) {
                assertThat(place.getValue().get("base-url")).startsWith("${URL}");
            }
        });
    }

    @Test
    void each_place_is_read_over_http_and_over_https() throws IOException {
        int requests = ClassArchiveTraining.train(folder);

        // Each source copies what it read into a file.
        for (String source : List.of("entra-users", "google-users", "jsm-oncall", "opsgenie-oncall")) {
            assertThat(folder.resolve(source + ".txt")).hasContent("bob@example.com");
        }
        assertThat(requests).as("requests of both rounds; one has about 45").isGreaterThan(60);
        assertThat(System.getProperty("javax.net.ssl.trustStore")).isNull();
    }

    @Test
    void nothing_but_the_folder_is_written() throws IOException {
        Path working = Files.createDirectory(folder.resolve("training"));

        ClassArchiveTraining.train(working);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(working);
        }
    }

    private static Map<String, AdapterProvider> shipped() {
        Map<String, AdapterProvider> byType = new HashMap<>();
        for (AdapterProvider provider : ServiceLoader.load(AdapterProvider.class)) {
            if (!provider.getClass().getName().startsWith("dev.gosync.cli.")) { // a fake of these tests
                byType.put(provider.type(), provider);
            }
        }
        return byType;
    }

    @SuppressWarnings("unchecked")
    private static List<Map.Entry<String, Map<String, String>>> places() throws IOException {
        Map<String, List<Map<String, Object>>> file;
        try (InputStream in = ClassArchiveTraining.class.getResourceAsStream("training/services.yml")) {
            file = (Map<String, List<Map<String, Object>>>)
                    new Load(LoadSettings.builder().build()).loadFromInputStream(Objects.requireNonNull(in));
        }
        List<Map.Entry<String, Map<String, String>>> places = new ArrayList<>();
        for (Map<String, Object> sync : file.get("syncs")) {
            places.addAll(((Map<String, Map<String, String>>) sync.get("source")).entrySet());
            for (Map<String, Map<String, String>> destination :
                    (List<Map<String, Map<String, String>>>) sync.get("destinations")) {
                places.addAll(destination.entrySet());
            }
        }
        return places;
    }
}
