package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.ConfigKey.Form;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private static final String CANARY = "xoxb-canary-1234567890";
    private static final Path FOLDER = Path.of("conf").toAbsolutePath();

    private record Provider(List<ConfigKey> keys) implements AdapterProvider {
        Provider(ConfigKey... keys) {
            this(List.of(keys));
        }

        @Override
        public String type() {
            return "test-place";
        }

        @Override
        public String summary() {
            return "a place for tests";
        }

        @Override
        public Source create(Config config) {
            return new ScriptedPlace(config.list("members").toArray(String[]::new));
        }
    }

    private static Config config(Map<String, ?> values, ConfigKey... keys) {
        return Config.of("test-place", List.of(keys), values, new Config.Scope(FOLDER, Retry.standard()));
    }

    private static List<Fault> faults(Map<String, ?> values, ConfigKey... keys) {
        return catchThrowableOfType(ConfigException.class, () -> config(values, keys))
                .faults();
    }

    private static ConfigKey key(Form form) {
        return ConfigKey.of("some-key", "what it is for").form(form);
    }

    private static Map<String, Object> some(Object value) {
        return Collections.singletonMap("some-key", value);
    }

    // Every form

    @Test
    void a_text_stays_as_it_is_and_numbers_and_flags_become_text() {
        assertThat(config(some(" Team A "), key(Form.TEXT)).text("some-key")).isEqualTo(" Team A ");
        assertThat(config(some(17), key(Form.TEXT)).text("some-key")).isEqualTo("17");
        assertThat(config(some(true), key(Form.TEXT)).find("some-key")).contains("true");
    }

    @Test
    void a_number_may_be_written_as_a_string() {
        assertThat(config(some(17), key(Form.NUMBER)).number("some-key")).hasValue(17);
        assertThat(config(some("-17"), key(Form.NUMBER)).number("some-key")).hasValue(-17);
        assertThat(config(some(BigInteger.TEN), key(Form.NUMBER)).number("some-key"))
                .hasValue(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x11", "1d", "+5", "\u0665", "5.0", "1e1", " 5", "5 ", "2147483648", "--5", ""})
    void a_number_is_plain_digits(String text) {
        assertThatThrownBy(() -> config(some(text), key(Form.NUMBER)).number("some-key"))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void a_flag_may_be_written_as_a_string() {
        assertThat(config(some(true), key(Form.FLAG)).flag("some-key")).isTrue();
        assertThat(config(some("true"), key(Form.FLAG)).flag("some-key")).isTrue();
        assertThat(config(some("false"), key(Form.FLAG)).flag("some-key")).isFalse();
    }

    @Test
    void a_relative_path_is_relative_to_the_folder_of_the_configuration() {
        assertThat(config(some("people.csv"), key(Form.PATH)).path("some-key")).contains(FOLDER.resolve("people.csv"));
    }

    @Test
    void an_absolute_path_stays_as_it_is() {
        Path absolute = Path.of("elsewhere").toAbsolutePath();

        assertThat(config(some(absolute.toString()), key(Form.PATH)).path("some-key"))
                .contains(absolute);
    }

    @Test
    void a_list_keeps_its_order_and_takes_anything_that_is_one_value() {
        assertThat(config(some(List.of("b", 1, true)), key(Form.LIST)).list("some-key"))
                .containsExactly("b", "1", "true");
    }

    @Test
    void a_map_keeps_its_order_and_takes_anything_that_is_one_value() {
        Map<Object, Object> where = new LinkedHashMap<>();
        where.put("team", "platform");
        where.put(7, false);

        Map<String, String> map = config(some(where), key(Form.MAP)).map("some-key");

        assertThat(map).containsExactly(Map.entry("team", "platform"), Map.entry("7", "false"));
    }

    @Test
    void a_missing_value_is_empty_and_a_missing_flag_is_false() {
        assertThat(config(Map.of(), key(Form.TEXT)).find("some-key")).isEmpty();
        assertThat(config(Map.of(), key(Form.NUMBER)).number("some-key")).isEmpty();
        assertThat(config(Map.of(), key(Form.FLAG)).flag("some-key")).isFalse();
        assertThat(config(Map.of(), key(Form.FLAG)).flag("some-key", true)).isTrue();
        assertThat(config(some(false), key(Form.FLAG)).flag("some-key", true)).isFalse();
        assertThat(config(Map.of(), key(Form.PATH)).path("some-key")).isEmpty();
        assertThat(config(Map.of(), key(Form.LIST)).list("some-key")).isEmpty();
        assertThat(config(Map.of(), key(Form.MAP)).map("some-key")).isEmpty();
    }

    static Stream<Map.Entry<Form, Object>> wrongValues() {
        return Stream.of(
                Map.entry(Form.TEXT, List.of("a")),
                Map.entry(Form.TEXT, Map.of("a", "b")),
                Map.entry(Form.TEXT, " "),
                Map.entry(Form.NUMBER, "ten"),
                Map.entry(Form.NUMBER, 1.5),
                Map.entry(Form.NUMBER, " 5"),
                Map.entry(Form.NUMBER, 3_000_000_000L),
                Map.entry(Form.FLAG, "yes"),
                Map.entry(Form.FLAG, 1),
                Map.entry(Form.PATH, ""),
                Map.entry(Form.PATH, "a\0b"),
                Map.entry(Form.LIST, "a"),
                Map.entry(Form.LIST, Map.of("a", "b")),
                Map.entry(Form.LIST, Arrays.asList("a", null)),
                Map.entry(Form.LIST, List.of(List.of("a"))),
                Map.entry(Form.MAP, List.of("a")),
                Map.entry(Form.MAP, "a"),
                Map.entry(Form.MAP, Map.of("a", "\t")));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void a_value_of_the_wrong_form_is_a_fault_of_its_key(Map.Entry<Form, Object> wrong) {
        List<Fault> faults = faults(some(wrong.getValue()), key(wrong.getKey()));

        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.key()).isEqualTo("some-key");
            assertThat(fault.problem()).isNotBlank().doesNotEndWith(".");
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_key_without_a_value_is_exactly_one_fault(Form form) {
        assertThat(faults(some(null), key(form).required())).hasSize(1);
    }

    @Test
    void a_fault_says_what_would_be_right() {
        assertThat(faults(some("ten"), key(Form.NUMBER))).hasToString("[some-key: must be a whole number]");
        assertThat(faults(some("yes"), key(Form.FLAG)))
                .hasToString("[some-key: must be true or false: what it is for]");
        assertThat(faults(some("a"), key(Form.LIST))).hasToString("[some-key: must be a list]");
        assertThat(faults(some(List.of()), key(Form.LIST))).hasToString("[some-key: is empty: what it is for]");
        assertThat(faults(some("a"), key(Form.MAP))).hasToString("[some-key: must map names to values]");
        assertThat(faults(some(" "), key(Form.TEXT))).hasToString("[some-key: is empty: what it is for]");
        assertThat(faults(some(List.of()), key(Form.TEXT)))
                .hasToString("[some-key: must be a single value: what it is for]");
    }

    // Values to choose from

    @ParameterizedTest
    @CsvSource({"paln, plan", "plna, plan", "fiel, file", "tow, two", "PLAN, plan", "pan, plan"})
    void two_swapped_letters_are_one_mistake(String typed, String nearest) {
        assertThat(Fault.unknownKey(typed, List.of("plan", "apply", "validate", "file", "two"))
                        .problem())
                .isEqualTo("unknown key; did you mean '" + nearest + "'?");
    }

    @Test
    void a_value_that_is_not_allowed_is_a_fault_that_names_the_nearest() {
        ConfigKey format = ConfigKey.of("format", "how it is written").oneOf("text", "csv", "yaml");

        assertThat(config(Map.of("format", "csv"), format).text("format")).isEqualTo("csv");
        assertThat(faults(Map.of("format", "yml"), format))
                .containsExactly(new Fault("format", "cannot be 'yml'; did you mean 'yaml'?"));
        assertThat(faults(Map.of("format", "parquet"), format))
                .containsExactly(new Fault("format", "cannot be 'parquet'; known are: csv, text, yaml"));
    }

    @Test
    void allowed_values_apply_to_every_form() {
        ConfigKey number = key(Form.NUMBER).oneOf("1", "2");
        ConfigKey path = key(Form.PATH).oneOf("a.csv");
        ConfigKey list = key(Form.LIST).oneOf("a", "b");
        ConfigKey map = key(Form.MAP).oneOf("read", "write");

        assertThat(config(some(2), number).number("some-key")).hasValue(2);
        assertThat(config(some(List.of("b", "a")), list).list("some-key")).containsExactly("b", "a");
        assertThat(faults(some(3), number)).hasSize(1);
        assertThat(faults(some("b.csv"), path)).hasSize(1);
        assertThat(faults(some(List.of("a", "c")), list)).hasSize(1);
        assertThat(faults(some(Map.of("x", "delete")), map)).hasSize(1);
    }

    // All at once

    @Test
    void every_fault_is_reported_at_once_in_the_order_of_the_configuration() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("tokn", "x");
        values.put("size", "ten");
        values.put("wholly-unknown", "x");
        values.put("dry", "maybe");
        ConfigKey token = ConfigKey.of("token", "the bot token").required();
        ConfigKey group = ConfigKey.of("group", "which group").required();
        ConfigKey size = ConfigKey.of("size", "how many").form(Form.NUMBER);
        ConfigKey dry = ConfigKey.of("dry", "whether to pretend").form(Form.FLAG);

        ConfigException thrown =
                catchThrowableOfType(ConfigException.class, () -> config(values, token, group, size, dry));

        assertThat(thrown.faults())
                .containsExactly(
                        new Fault("tokn", "unknown key; did you mean 'token'?"),
                        new Fault("size", "must be a whole number"),
                        new Fault("wholly-unknown", "unknown key; known are: dry, group, size, token"),
                        new Fault("dry", "must be true or false: whether to pretend"),
                        new Fault("token", "is missing: the bot token"),
                        new Fault("group", "is missing: which group"));
        assertThat(thrown.getMessage().lines())
                .hasSize(6)
                .first()
                .isEqualTo("tokn: unknown key; did you mean 'token'?");
        assertThat(thrown).hasNoCause();
    }

    @Test
    void a_provider_without_keys_says_so() {
        assertThat(faults(Map.of("token", "x"))).containsExactly(new Fault("token", "unknown key; there are none"));
    }

    // What an adapter asks for

    static Stream<Function<Config, Object>> questions() {
        return Stream.of(
                config -> config.text("undeclared"),
                config -> config.find("undeclared"),
                config -> config.number("undeclared"),
                config -> config.flag("undeclared"),
                config -> config.path("undeclared"),
                config -> config.list("undeclared"),
                config -> config.map("undeclared"));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void a_key_that_was_not_declared_cannot_be_asked_for(Function<Config, Object> question) {
        Config config = config(Map.of(), key(Form.TEXT));

        assertThatThrownBy(() -> question.apply(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("test-place declares no key undeclared");
    }

    @Test
    void a_key_cannot_be_asked_for_in_another_form() {
        Config config = config(some("5"), key(Form.NUMBER));

        assertThatThrownBy(() -> config.find("some-key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The key some-key is a NUMBER, not a TEXT");
    }

    @Test
    void the_text_of_an_optional_key_must_be_asked_for_with_find() {
        Config config = config(Map.of(), key(Form.TEXT));

        assertThatThrownBy(() -> config.text("some-key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("some-key is optional: use find");
    }

    @Test
    void a_configuration_cannot_be_changed() {
        List<String> given = new ArrayList<>(List.of("a"));
        Map<String, Object> values = new LinkedHashMap<>(Map.of("some-key", given));
        Config config = config(values, key(Form.LIST));

        given.add("b");
        values.clear();
        config.list("some-key").add("c");

        assertThat(config.list("some-key")).containsExactly("a");
    }

    @Test
    void the_retry_policy_is_that_of_the_scope() {
        Retry gate = Retry.standard().attempts(2);

        Config config = Config.of("test-place", List.of(), Map.of(), new Config.Scope(FOLDER, gate));

        assertThat(config.retry()).isSameAs(gate);
    }

    @Test
    void a_provider_makes_its_place_from_checked_values() throws Exception {
        Provider provider = new Provider(ConfigKey.of("members", "who is there").form(Form.LIST));

        Source made = provider.create(Map.of("members", List.of("a", "b")), new Config.Scope(FOLDER, Retry.standard()));

        assertThat(made).isInstanceOf(Adapter.class);
        assertThat(made.get().things()).containsExactly("a", "b");
    }

    // Secrets

    @ParameterizedTest
    @EnumSource
    void no_secret_is_shown_by_a_good_configuration(Form form) {
        Object value = switch (form) {
            case TEXT, PATH -> CANARY;
            case NUMBER -> 987_654_321;
            case FLAG -> true;
            case LIST -> List.of("one", CANARY);
            case MAP, CONDITIONS -> Map.of("name", CANARY);
        };

        Config config = config(
                Map.of("some-key", value, "open", "shown"),
                key(form).secret(),
                ConfigKey.of("open", "anybody may see it"));

        assertThat(config.toString())
                .startsWith("test-place {")
                .contains("some-key=***")
                .contains("open=shown")
                .doesNotContain("canary")
                .doesNotContain("987654321")
                .doesNotContain("true");
    }

    static Stream<Map.Entry<ConfigKey, Object>> secretFaults() {
        return Stream.of(
                Map.entry(key(Form.TEXT).oneOf("xoxb-canary", "b"), CANARY),
                Map.entry(key(Form.TEXT), List.of(CANARY)),
                Map.entry(key(Form.TEXT), Map.of(CANARY, CANARY)),
                Map.entry(key(Form.NUMBER), CANARY),
                Map.entry(key(Form.NUMBER).oneOf("1"), CANARY),
                Map.entry(key(Form.FLAG), CANARY),
                Map.entry(key(Form.PATH), CANARY + "\0"),
                Map.entry(key(Form.LIST), CANARY),
                Map.entry(key(Form.LIST), List.of(List.of(CANARY))),
                Map.entry(key(Form.LIST).oneOf("a"), List.of(CANARY)),
                Map.entry(key(Form.MAP), CANARY),
                Map.entry(key(Form.MAP), Map.of("name", List.of(CANARY))),
                Map.entry(key(Form.MAP).oneOf("a"), Map.of("name", CANARY)));
    }

    @ParameterizedTest
    @MethodSource("secretFaults")
    void no_secret_is_shown_by_a_fault(Map.Entry<ConfigKey, Object> wrong) {
        ConfigKey secret = wrong.getKey().secret();

        ConfigException thrown =
                catchThrowableOfType(ConfigException.class, () -> config(some(wrong.getValue()), secret));
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));

        assertThat(thrown.faults()).hasSize(1);
        assertThat(trace.toString()).doesNotContain(CANARY);
        assertThat(thrown.faults().toString()).doesNotContain(CANARY);
    }

    @Test
    void an_adapter_gets_a_secret_as_it_is() {
        Config config = config(some(CANARY), key(Form.TEXT).secret().required());

        assertThat(config.text("some-key")).isEqualTo(CANARY);
    }

    // Keys

    @Test
    void a_key_is_an_optional_public_text_by_default() {
        ConfigKey key = ConfigKey.of("base-url", "where the service is");

        assertThat(key)
                .isEqualTo(new ConfigKey("base-url", "where the service is", Form.TEXT, false, false, List.of()));
    }

    @Test
    void each_option_of_a_key_returns_a_copy_with_one_change() {
        ConfigKey key = ConfigKey.of("base-url", "where the service is");

        assertThat(key.required()).isEqualTo(new ConfigKey(key.name(), key.help(), Form.TEXT, true, false, List.of()));
        assertThat(key.secret()).isEqualTo(new ConfigKey(key.name(), key.help(), Form.TEXT, false, true, List.of()));
        assertThat(key.form(Form.MAP))
                .isEqualTo(new ConfigKey(key.name(), key.help(), Form.MAP, false, false, List.of()));
        assertThat(key.oneOf("a", "b"))
                .isEqualTo(new ConfigKey(key.name(), key.help(), Form.TEXT, false, false, List.of("a", "b")));
        assertThat(key.required().secret().form(Form.LIST).oneOf("a"))
                .isEqualTo(key.oneOf("a").form(Form.LIST).secret().required());
        assertThat(key).isEqualTo(ConfigKey.of("base-url", "where the service is"));
    }

    @Test
    void the_allowed_values_of_a_key_are_copied() {
        List<String> allowed = new ArrayList<>(List.of("a"));
        ConfigKey key = new ConfigKey("name", "help", Form.TEXT, false, false, allowed);

        allowed.add("b");

        assertThat(key.allowed()).containsExactly("a");
        assertThatThrownBy(() -> key.allowed().add("c")).isInstanceOf(UnsupportedOperationException.class);
    }
}
