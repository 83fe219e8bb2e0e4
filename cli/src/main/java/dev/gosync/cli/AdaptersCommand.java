package dev.gosync.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gosync.AdapterProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code go-sync adapters}. */
final class AdaptersCommand extends Subcommand {
    AdaptersCommand() {
        super("adapters", "List the types of places, or the keys of one type.");
    }

    @Override
    void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .arity("0..1")
                        .paramLabel("TYPE")
                        .type(String.class)
                        .description("The type whose keys to list.")
                        .build())
                .addOption(format());
    }

    @Override
    int run(Cli cli, ParseResult parsed) throws IOException {
        Providers providers = new Providers();
        PrintWriter out = cli.around().out();
        String type = parsed.matchedPositionalValue(0, "");
        Collection<AdapterProvider> wanted = type.isEmpty() ? providers.all() : List.of(providers.get(type));
        if (format(parsed) == Format.JSON) {
            json(wanted, out);
        } else if (type.isEmpty()) {
            int width = widest(wanted.stream().map(AdapterProvider::type).toList());
            wanted.forEach(provider -> out.println(padded(provider.type(), width) + "  " + provider.summary()));
        } else {
            wanted.forEach(provider -> keys(provider, out));
        }
        return ExitCode.DONE;
    }

    private static void keys(AdapterProvider provider, PrintWriter out) {
        out.println(provider.type() + ": " + provider.summary());
        out.println();
        int names =
                widest(provider.keys().stream().map(AdapterProvider.Key::name).toList());
        int forms = widest(provider.keys().stream().map(AdaptersCommand::form).toList());
        for (AdapterProvider.Key key : provider.keys()) {
            out.println("  " + padded(key.name(), names) + "  " + padded(form(key), forms) + "  " + key.help());
            if (!key.allowed().isEmpty()) {
                out.println(padded("", names + forms + 6) + "one of "
                        + key.allowed().stream().map(AdaptersCommand::shown).collect(Collectors.joining(", ")));
            }
        }
    }

    /** A comma among commas, say, stands in quotes. */
    private static String shown(String allowed) {
        return allowed.matches("[\\w-]+") ? allowed : "'" + allowed + "'";
    }

    private static String form(AdapterProvider.Key key) {
        StringJoiner form = new StringJoiner(", ");
        form.add(Words.kebab(key.form()));
        if (key.required()) {
            form.add("required");
        }
        if (key.secret()) {
            form.add("secret");
        }
        return form.toString();
    }

    private static void json(Collection<AdapterProvider> providers, PrintWriter out) throws IOException {
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("version", JsonPrintout.VERSION);
            json.writeArrayFieldStart("adapters");
            for (AdapterProvider provider : providers) {
                json.writeStartObject();
                json.writeStringField("type", provider.type());
                json.writeStringField("summary", provider.summary());
                json.writeArrayFieldStart("keys");
                for (AdapterProvider.Key key : provider.keys()) {
                    json.writeStartObject();
                    json.writeStringField("name", key.name());
                    json.writeStringField("help", key.help());
                    json.writeStringField("form", Words.kebab(key.form()));
                    json.writeBooleanField("required", key.required());
                    json.writeBooleanField("secret", key.secret());
                    json.writeArrayFieldStart("allowed");
                    for (String value : key.allowed()) {
                        json.writeString(value);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.println();
    }

    private static int widest(Collection<String> words) {
        return words.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String word, int width) {
        return word + " ".repeat(Math.max(0, width - word.length()));
    }
}
