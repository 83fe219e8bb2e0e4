package dev.gosync.acceptance;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for users of the library in Go names adapters and keys that there are. */
final class ComingFromGoSyncTest {
    private static final Pattern KEY_ROW =
            Pattern.compile("^\\| [^|]+ \\| `([a-z-]+)` \\| (?:`([a-z-]+)`|none) \\|", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    private String page;

    @BeforeEach
    void read() throws Exception {
        page = Files.readString(Path.of("../docs/coming-from-go-sync.md"));
    }

    private static Map<String, Set<String>> keysByType() {
        return ServiceLoader.load(AdapterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .collect(toMap(
                        AdapterProvider::type,
                        provider ->
                                provider.keys().stream().map(ConfigKey::name).collect(Collectors.toSet())));
    }

    @Test
    void every_key_on_the_page_is_a_key_of_its_adapter() {
        Map<String, Set<String>> keysByType = keysByType();
        Set<String> checked = new TreeSet<>();
        List<MatchResult> rows = KEY_ROW.matcher(page).results().toList();

        for (MatchResult row : rows) {
            Set<String> keys = keysByType.get(row.group(1));
            if (keys != null && row.group(2) != null) {
                assertThat(keys).as(row.group()).contains(row.group(2));
                checked.add(row.group(1));
            }
        }

        assertThat(rows).hasSize(27);
        assertThat(checked)
                .contains("entra-group", "entra-users")
                .contains("github-team", "google-group", "opsgenie-oncall", "opsgenie-schedule")
                .contains("slack-conversation", "slack-usergroup")
                .contains("terraform-organization", "terraform-team", "terraform-teams");
    }

    @Test
    void its_example_is_valid() throws Exception {
        MatchResult example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow();

        Run run = new CommandLine(folder)
                .variable("OPSGENIE_KEY", "k3y")
                .variable("SLACK_TOKEN", "xoxb-1")
                .file("go-sync.yml", example.group(1))
                .run("validate", "go-sync.yml");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }
}
