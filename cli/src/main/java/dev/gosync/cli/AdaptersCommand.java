package dev.gosync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.config.Adapters;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
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
        Adapters adapters = cli.adapters();
        String type = parsed.matchedPositionalValue(0, "");
        Collection<AdapterProvider> listed =
                type.isEmpty() ? adapters.all() : List.of(AdapterTypes.get(adapters, name(), type));
        TextOutput out = TextOutput.of(cli);
        if (format(parsed) == Format.JSON) {
            printJson(listed, cli.context().out());
        } else if (type.isEmpty()) {
            TextTable table = new TextTable(out, 0);
            listed.forEach(provider -> table.row(TextFormat.oneLine(provider.summary()), provider.type()));
            table.print();
            out.next("To see the keys of a type, the rights it needs and an example:", "adapters TYPE");
        } else {
            listed.forEach(provider -> print(provider, adapters, out));
        }
        return ExitCode.DONE;
    }

    private static void print(AdapterProvider provider, Adapters adapters, TextOutput out) {
        out.line(0)
                .name(provider.type() + ": ")
                .text(TextFormat.oneLine(provider.summary()))
                .print();
        if (!provider.keys().isEmpty()) {
            out.text("");
            out.text("Keys:");
            printKeys(provider, out);
        }
        if (!provider.rights().isEmpty()) {
            out.text("");
            out.text("What the credentials must be allowed to do:");
            provider.rights().forEach(right -> out.text("  - " + WholeText.inMessage(TextFormat.oneLine(right))));
        }
        if (!provider.example().isEmpty()) {
            out.text("");
            out.text("Example:");
            AdapterExample.configuration(provider, adapters).forEach(line -> out.command(2, line));
            Collection<String> variables = AdapterExample.variables(provider.example());
            if (!variables.isEmpty()) {
                out.text("");
                VariableHelp.lines(provider, provider.example(), List.of()).forEach(out::text);
                out.text("To check the example without "
                        + (variables.size() == 1 ? "it" : "them") + ": "
                        + WholeText.of(ProgramName.with("validate FILE --offline")));
            }
        }
    }

    private static void printKeys(AdapterProvider provider, TextOutput out) {
        TextTable table = new TextTable(out, 2);
        for (ConfigKey key : provider.keys()) {
            String allowed = key.allowed().isEmpty() ? "" : "; one of " + allowed(key);
            table.row(TextFormat.oneLine(key.help()) + allowed, key.name(), form(key));
        }
        table.print();
    }

    /** {@return the values that a key can have} */
    static String allowed(ConfigKey key) {
        return key.allowed().stream().map(AdaptersCommand::quoted).collect(Collectors.joining(", "));
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
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", JsonPrinter.VERSION);
        document.put("adapters", providers.stream().map(AdaptersCommand::json).toList());
        try (JsonGenerator json = JsonPrinter.generator(out)) {
            JSON.std.write(document, json);
        }
        out.println();
    }

    private static Map<String, Object> json(AdapterProvider provider) {
        Map<String, Object> adapter = new LinkedHashMap<>();
        adapter.put("type", provider.type());
        adapter.put("summary", provider.summary());
        adapter.put("keys", provider.keys().stream().map(AdaptersCommand::json).toList());
        adapter.put("rights", provider.rights());
        adapter.put("example", provider.example());
        return adapter;
    }

    private static Map<String, Object> json(ConfigKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", key.name());
        json.put("help", key.help());
        json.put("form", TextFormat.kebab(key.form()));
        json.put("required", key.isRequired());
        json.put("secret", key.isSecret());
        json.put("allowed", key.allowed());
        return json;
    }
}
