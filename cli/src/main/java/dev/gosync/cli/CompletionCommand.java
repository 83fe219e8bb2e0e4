package dev.gosync.cli;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigException;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code go-sync completion}. It prints a script for a shell. */
final class CompletionCommand extends Subcommand {
    private static final String FISH = "fish";
    private static final List<String> SHELLS = List.of("bash", FISH, "zsh");

    CompletionCommand() {
        super("completion", "Print the script that completes commands, options, files and adapter types in a shell.");
    }

    @Override
    void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .paramLabel("SHELL")
                .type(String.class)
                .completionCandidates(SHELLS)
                .description("The shell that reads the script: bash, zsh or fish.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "To try it:",
                        "  bash: source <(" + ProgramName.inHelp("completion bash") + ")",
                        "  zsh:  source <(" + ProgramName.inHelp("completion zsh") + ")",
                        "  fish: " + ProgramName.inHelp("completion fish | source"));
    }

    @Override
    int run(Cli cli, ParseResult parsed) {
        String shell = parsed.matchedPositionalValue(0, "");
        if (!SHELLS.contains(shell)) {
            throw new ConfigurationException(List.of(Fault.of(
                    name(),
                    "the shell "
                            + ConfigException.Fault.unknownValue("SHELL", shell, SHELLS)
                                    .problem())));
        }
        CommandSpec program = CompletionSpec.of(Cli.spec(), cli.adapters().types());
        Map<String, List<OptionSpec>> keys = new LinkedHashMap<>();
        for (AdapterProvider provider : cli.adapters().all()) {
            keys.put(provider.type(), PlaceOptions.of(provider));
        }
        cli.context()
                .out()
                .print(
                        shell.equals(FISH)
                                ? FishCompletion.script(program, keys)
                                : KeyCompletion.in(AutoComplete.bash(program.name(), new CommandLine(program)), keys));
        return ExitCode.DONE; // zsh reads the script of bash
    }
}
