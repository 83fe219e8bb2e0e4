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

/** The page for users of the library in Go leaves out nothing of it, and names adapters and keys that there are. */
final class ComingFromGoSyncTest {
    private static final Pattern KEY_ROW =
            Pattern.compile("^\\| [^|]+ \\| `([a-z-]+)` \\| (?:`([a-z-]+)`|none) \\|", Pattern.MULTILINE);

    private static final Pattern ROW = Pattern.compile("^\\| (.+) \\|$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Each adapter of the library in Go with its configuration keys, as its packages declare them. */
    private static final Map<String, List<String>> ADAPTERS_IN_GO = Map.ofEntries(
            Map.entry("azuread/groupmembership", List.of("group_name")),
            Map.entry("azuread/user", List.of("filter")),
            Map.entry(
                    "github/team",
                    List.of(
                            "github_token",
                            "github_org",
                            "team_slug",
                            "discovery_mechanism",
                            "saml_mute_user_not_found_err")),
            Map.entry("github/discovery/saml", List.of()),
            Map.entry("google/group", List.of("name", "role", "delivery_settings")),
            Map.entry("opsgenie/oncall", List.of("opsgenie_api_key", "schedule_id")),
            Map.entry("opsgenie/schedule", List.of("opsgenie_api_key", "schedule_id")),
            Map.entry("slack/conversation", List.of("slack_api_key", "name", "mute_restricted_err_kick_from_public")),
            Map.entry("slack/usergroup", List.of("slack_api_key", "usergroup_id", "mute_group_cannot_be_empty")),
            Map.entry("terraformcloud/membership", List.of("terraform_cloud_token", "terraform_cloud_organisation")),
            Map.entry("terraformcloud/team", List.of("terraform_cloud_token", "terraform_cloud_organisation")),
            Map.entry("terraformcloud/user", List.of("terraform_cloud_token", "terraform_cloud_organisation", "team")));

    /** The keys that mute an error, which have a table of their own too. */
    private static final List<String> MUTING_KEYS_IN_GO = List.of(
            "mute_group_cannot_be_empty", "mute_restricted_err_kick_from_public", "saml_mute_user_not_found_err");

    /** The exported functions and fields of a sync, and the options of all adapters. */
    private static final List<String> OPTIONS_IN_GO = List.of(
            "New",
            "SyncWith",
            "DryRun",
            "OperatingMode",
            "AddOnly",
            "RemoveOnly",
            "RemoveAdd",
            "AddRemove",
            "CaseSensitive",
            "MaximumChanges",
            "NoChangeLimit",
            "Logger",
            "Init",
            "WithClient",
            "WithLogger",
            "WithDiscoveryService",
            "WithAdminService",
            "WithFilter");

    /** The exported error values of the library and of all adapters. */
    private static final List<String> ERRORS_IN_GO = List.of(
            "ErrNotImplemented",
            "ErrCacheEmpty",
            "ErrReadOnly",
            "ErrMissingConfig",
            "ErrInvalidConfig",
            "ErrTooManyChanges",
            "ErrTooManyResults",
            "ErrNoResults",
            "ErrUserNotFound",
            "ErrMultipleRotations",
            "ErrNoRotations",
            "ErrTeamNotFound");

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

    /** The rows of the table below a heading, without the one with the names of its columns. */
    private List<List<String>> table(String heading) {
        String section = page.substring(page.indexOf("\n" + heading + "\n") + heading.length() + 2);
        String below = section.replaceAll("(?s)\n##.*", "");
        return ROW.matcher(below)
                .results()
                .map(row -> List.of(row.group(1).split(" \\| ")))
                .filter(cells -> !cells.get(0).startsWith("---"))
                .skip(1)
                .toList();
    }

    /** What stands in code in the first cell: a call or a value without its arguments. */
    private static List<String> namesIn(List<String> row) {
        return CODE.matcher(row.get(0))
                .results()
                .map(code -> code.group(1).replaceAll("\\(.*", ""))
                .toList();
    }

    private List<String> namesBelow(String heading) {
        return table(heading).stream().flatMap(row -> namesIn(row).stream()).toList();
    }

    @Test
    void every_adapter_of_the_original_has_one_row_that_names_an_adapter_here() {
        Set<String> types = keysByType().keySet();

        assertThat(namesBelow("## Adapters")).containsExactlyInAnyOrderElementsOf(ADAPTERS_IN_GO.keySet());
        assertThat(typesByAdapterInGo().values()).isSubsetOf(types);
    }

    /** The last name in the cell, because an option of an adapter stands before the adapter. */
    private Map<String, String> typesByAdapterInGo() {
        return table("## Adapters").stream()
                .collect(toMap(
                        row -> namesIn(row).get(0),
                        row -> CODE.matcher(row.get(1))
                                .results()
                                .map(code -> code.group(1))
                                .reduce((first, last) -> last)
                                .orElseThrow()));
    }

    @Test
    void every_key_of_the_original_has_one_row_for_its_adapter() {
        Map<String, String> types = typesByAdapterInGo();
        List<String> expected = ADAPTERS_IN_GO.entrySet().stream()
                .flatMap(adapter -> adapter.getValue().stream().map(key -> types.get(adapter.getKey()) + " " + key))
                .toList();

        List<String> onThePage = table("## Configuration keys").stream()
                .map(row -> row.get(1).replace("`", "") + " " + namesIn(row).get(0))
                .toList();

        assertThat(onThePage).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void every_muted_error_of_the_original_has_a_row() {
        assertThat(namesBelow("### Muted errors")).containsExactlyInAnyOrderElementsOf(MUTING_KEYS_IN_GO);
    }

    @Test
    void every_option_of_the_original_has_a_row() {
        assertThat(namesBelow("## Options of a sync")).doesNotHaveDuplicates().containsAll(OPTIONS_IN_GO);
    }

    @Test
    void every_error_of_the_original_has_one_row() {
        assertThat(namesBelow("## Errors")).containsExactlyInAnyOrderElementsOf(ERRORS_IN_GO);
    }

    @Test
    void no_cell_of_a_table_is_empty() {
        for (String heading : List.of(
                "## Adapters",
                "## Configuration keys",
                "### Muted errors",
                "## Options of a sync",
                "## Errors",
                "## What is different on purpose")) {
            List<List<String>> rows = table(heading);
            int columns = rows.get(0).size();

            assertThat(rows)
                    .as(heading)
                    .hasSizeGreaterThan(2)
                    .allSatisfy(row -> assertThat(row).hasSize(columns).noneMatch(String::isBlank));
        }
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
