package dev.gosync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.config.Adapters;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code go-sync adapters}. */
final class AdaptersCommand extends Subcommand {
    static final String TYPE = "TYPE";

    AdaptersCommand() {
        super("adapters", "List the adapter types, or show the keys of one type, the rights it needs, and an example.");
    }

    @Override
    void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .arity("0..1")
                        .paramLabel(TYPE)
                        .type(String.class)
                        .description("Show this type.")
                        .build())
                .addOption(format());
    }

    @Override
    int run(Cli cli, ParseResult parsed) throws IOException {
        Adapters providers = cli.adapters();
        PrintWriter out = cli.context().out();
        String type = parsed.matchedPositionalValue(0, "");
        Collection<AdapterProvider> listed = type.isEmpty() ? providers.all() : List.of(providers.get(type));
        if (format(parsed) == Format.JSON) {
            printJson(listed, out);
        } else if (type.isEmpty()) {
            int width = widest(listed.stream().map(AdapterProvider::type).toList());
            listed.forEach(provider -> out.println(padded(provider.type(), width) + "  " + provider.summary()));
        } else {
            listed.forEach(provider -> print(provider, providers, out));
        }
        return ExitCode.DONE;
    }

    private static void print(AdapterProvider provider, Adapters providers, PrintWriter out) {
        out.println(provider.type() + ": " + provider.summary());
        if (!provider.keys().isEmpty()) {
            out.println();
            out.println("Keys:");
            printKeys(provider, out);
        }
        if (!provider.rights().isEmpty()) {
            out.println();
            out.println("What the credentials must be allowed to do:");
            provider.rights().forEach(right -> out.println("  - " + right));
        }
        if (!provider.example().isEmpty()) {
            out.println();
            out.println("Example:");
            YamlText.indented("  ", AdapterExample.configuration(provider, providers))
                    .forEach(out::println);
            Collection<String> variables = AdapterExample.variables(provider.example());
            if (!variables.isEmpty()) {
                out.println();
                out.println(
                        "Set " + String.join(" and ", variables) + " in the environment. To check the example without "
                                + (variables.size() == 1 ? "it" : "them") + ": go-sync validate FILE --offline");
            }
        }
    }

    private static void printKeys(AdapterProvider provider, PrintWriter out) {
        int names = widest(provider.keys().stream().map(ConfigKey::name).toList());
        int forms = widest(provider.keys().stream().map(AdaptersCommand::form).toList());
        for (ConfigKey key : provider.keys()) {
            out.println("  " + padded(key.name(), names) + "  " + padded(form(key), forms) + "  " + key.help());
            if (!key.allowed().isEmpty()) {
                out.println(padded("", names + forms + 6) + "one of "
                        + key.allowed().stream().map(AdaptersCommand::quoted).collect(Collectors.joining(", ")));
            }
        }
    }

    /** Quotes a value if it has special characters, for example a comma. */
    private static String quoted(String allowed) {
        return allowed.matches("[\\w-]+") ? allowed : "'" + allowed + "'";
    }

    private static String form(ConfigKey key) {
        StringJoiner form = new StringJoiner(", ");
        form.add(TextFormat.kebab(key.form()));
        if (key.isRequired()) {
            form.add("required");
        }
        if (key.isSecret()) {
            form.add("secret");
        }
        return form.toString();
    }

    private static void printJson(Collection<AdapterProvider> providers, PrintWriter out) throws IOException {
        try (JsonGenerator json = JsonPrinter.generator(out)) {
            json.writeStartObject();
            json.writeNumberField("version", JsonPrinter.VERSION);
            json.writeArrayFieldStart("adapters");
            for (AdapterProvider provider : providers) {
                json.writeStartObject();
                json.writeStringField("type", provider.type());
                json.writeStringField("summary", provider.summary());
                json.writeArrayFieldStart("keys");
                for (ConfigKey key : provider.keys()) {
                    json.writeStartObject();
                    json.writeStringField("name", key.name());
                    json.writeStringField("help", key.help());
                    json.writeStringField("form", TextFormat.kebab(key.form()));
                    json.writeBooleanField("required", key.isRequired());
                    json.writeBooleanField("secret", key.isSecret());
                    json.writeArrayFieldStart("allowed");
                    for (String value : key.allowed()) {
                        json.writeString(value);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeArrayFieldStart("rights");
                for (String right : provider.rights()) {
                    json.writeString(right);
                }
                json.writeEndArray();
                json.writeFieldName("example");
                write(provider.example(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.println();
    }

    private static void write(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(entry.getValue(), json);
            }
            json.writeEndObject();
        } else if (value instanceof Collection<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                write(item, json);
            }
            json.writeEndArray();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else {
            json.writeString(String.valueOf(value));
        }
    }

    private static int widest(Collection<String> words) {
        return words.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String word, int width) {
        return word + " ".repeat(Math.max(0, width - word.length()));
    }
}
