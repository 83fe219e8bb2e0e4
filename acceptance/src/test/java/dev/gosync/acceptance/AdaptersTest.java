package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.adapter.AdapterProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdaptersTest {
    private static final String SERVICES = "src/main/resources/META-INF/services/" + AdapterProvider.class.getName();

    @TempDir
    private Path folder;

    @Test
    void every_adapter_of_this_repository_is_shipped_with_the_command_line() throws Exception {
        List<String> written;
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            written = modules.map(module -> module.resolve(SERVICES))
                    .filter(Files::exists)
                    .flatMap(AdaptersTest::lines)
                    .sorted()
                    .toList();
        }
        List<AdapterProvider> found = ServiceLoader.load(AdapterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();

        Run run = new CommandLine(folder).run("adapters");

        assertThat(run.exitCode()).isZero();
        assertThat(found)
                .extracting(provider -> provider.getClass().getName())
                .containsExactlyInAnyOrderElementsOf(written)
                .isNotEmpty();
        assertThat(run.out().lines().map(line -> line.split(" ", 2)[0]))
                .containsExactlyInAnyOrderElementsOf(
                        found.stream().map(AdapterProvider::type).toList());
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().filter(line -> !line.isBlank());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
