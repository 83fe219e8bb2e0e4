package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.Retry;
import dev.gosync.entra.EntraTenant;
import dev.gosync.github.GitHubOrganization;
import dev.gosync.google.GoogleWorkspace;
import dev.gosync.opsgenie.JiraOperations;
import dev.gosync.opsgenie.Opsgenie;
import dev.gosync.slack.SlackWorkspace;
import dev.gosync.terraform.TerraformOrganization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader who knows one adapter finds every role of the next one under the same name. */
final class AdapterShapeTest {
    /** The services, and how the names of their classes begin. */
    private static final Map<String, String> SERVICES = Map.of(
            "entra", "Entra",
            "github", "GitHub",
            "google", "Google",
            "opsgenie", "Opsgenie",
            "slack", "Slack",
            "terraform", "Terraform");

    /** Names that say nothing about the role, or that core has already taken. */
    private static final Pattern FORBIDDEN =
            Pattern.compile("(Answer|Refusal|Place|Wire|Http|Errors|Words|Api|Failures)\\.java");

    static Set<String> services() {
        return SERVICES.keySet();
    }

    private static Map<String, String> sources(String service) throws IOException {
        Path folder = Path.of("../adapter-" + service + "/src/main/java/dev/gosync/" + service);
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, String> sources = new TreeMap<>();
            for (Path file : files.toList()) {
                sources.put(file.getFileName().toString(), Files.readString(file));
            }
            return sources;
        }
    }

    private static Set<String> filesWith(String service, String text) throws IOException {
        return sources(service).entrySet().stream()
                .filter(file -> file.getValue().contains(text))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_adapter_of_a_service_is_looked_at() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            assertThat(modules.map(module -> module.getFileName().toString())
                            .filter(module -> module.matches("adapter-(?!testkit|archetype|file).*"))
                            .map(module -> module.substring("adapter-".length())))
                    .containsExactlyInAnyOrderElementsOf(SERVICES.keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void the_roles_have_their_names(String service) throws IOException {
        Set<String> files = sources(service).keySet();

        assertThat(files)
                .hasSizeGreaterThan(10)
                .noneMatch(file -> FORBIDDEN.matcher(file).matches());
        for (String role : List.of("Client", "Api", "Failures")) {
            assertThat(files).contains(SERVICES.get(service) + role + ".java");
        }
        assertThat(files).anyMatch(file -> file.matches("[A-Z]\\w+Directory\\.java"));
        assertThat(filesWith(service, "implements AdapterProvider"))
                .isNotEmpty()
                .allMatch(file -> file.endsWith("Provider.java"));
        assertThat(filesWith(service, "implements WholeList.Service<"))
                .as("one change of one place")
                .allMatch(file -> file.endsWith("Change.java"));
        assertThat(filesWith(service, "ConfigKey.of("))
                .as("the keys of a configuration, of one type or of all")
                .isNotEmpty()
                .allMatch(file -> file.equals(SERVICES.get(service) + "Keys.java") || file.endsWith("Provider.java"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void the_roles_in_the_tests_have_their_names(String service) throws IOException {
        String prefix = SERVICES.get(service);
        Set<String> tests;
        try (Stream<Path> files =
                Files.list(Path.of("../adapter-" + service + "/src/test/java/dev/gosync/" + service))) {
            tests = files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }

        assertThat(tests)
                .contains(
                        prefix + "Fake.java",
                        prefix + "FakeTest.java",
                        prefix + "Harness.java",
                        prefix + "FailuresTest.java",
                        "CallsTest.java",
                        "ConnectionTest.java",
                        "ProvidersTest.java",
                        "ReadmeTest.java");
        assertThat(tests)
                .as("one name for what sets a test up")
                .noneMatch(file -> file.matches("(With|Test[A-Z]|Desk|\\w+Desk\\.).*"))
                .noneMatch(file -> file.matches("(" + prefix + ")?(Faults|Refusals|Limits)Test\\.java"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void what_core_does_for_every_adapter_is_not_written_again(String service) throws IOException {
        assertThat(filesWith(service, "127.0.0.1"))
                .as("which addresses are safe: BaseUrl")
                .isEmpty();
        assertThat(filesWith(service, "RFC_1123")).as("Retry-After: HttpAnswer").isEmpty();
        assertThat(filesWith(service, "case 401"))
                .as("what a status means: HttpAnswer")
                .isEmpty();
        assertThat(filesWith(service, "BaseUrl.checked(")).isNotEmpty();
        assertThat(filesWith(service, "Pages.of(")).isNotEmpty();
        assertThat(filesWith(service, "Secrets.of(")).isNotEmpty();
        assertThat(filesWith(service, "new OkHttpClient"))
                .as("one class makes the client")
                .containsExactly(SERVICES.get(service) + "Client.java");
    }

    @ParameterizedTest
    @MethodSource("services")
    void one_attempt_is_one_request_to_one_address(String service) throws IOException {
        String client = sources(service)
                .get(filesWith(service, "new OkHttpClient").iterator().next());

        assertThat(client)
                .as("what OkHttp would repeat, follow or remember by itself is off, also in the caller's client")
                .contains(
                        ".retryOnConnectionFailure(false)",
                        ".followRedirects(false)",
                        ".followSslRedirects(false)",
                        ".authenticator(Authenticator.NONE)",
                        ".cache(null)",
                        "::once)",
                        "HttpAnswer.unambiguous(");
    }

    static Stream<Class<?>> builders() {
        return Stream.of(
                EntraTenant.Builder.class,
                GitHubOrganization.Builder.class,
                GoogleWorkspace.Builder.class,
                JiraOperations.Builder.class,
                Opsgenie.Builder.class,
                SlackWorkspace.Builder.class,
                TerraformOrganization.Builder.class);
    }

    @ParameterizedTest
    @MethodSource("builders")
    void every_connection_has_the_same_options(Class<?> builder) throws NoSuchMethodException {
        assertThat(builder.getMethod("baseUrl", URI.class).getReturnType()).isEqualTo(builder);
        assertThat(builder.getMethod("httpClient", OkHttpClient.class).getReturnType())
                .isEqualTo(builder);
        assertThat(builder.getMethod("retry", Retry.class).getReturnType()).isEqualTo(builder);
        if (builder != Opsgenie.Builder.class) { // it remembers nothing
            assertThat(builder.getMethod("cacheFor", Duration.class).getReturnType())
                    .isEqualTo(builder);
        }
    }
}
