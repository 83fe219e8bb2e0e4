package dev.gosync.cli;

import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ITypeInfo;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;

/**
 * Describes the program for completion: which arguments are files, and which words an argument can be. The description that
 * reads a command line does not need this, and stays small.
 */
final class CompletionSpec {
    private static final Set<String> PATHS = Set.of("FILE", "DIR");
    private static final List<String> LAST_RUN = List.of("last");

    /** A builder that was made from an argument takes a new type only in this form. */
    private static final ITypeInfo FILE_TYPE =
            PositionalParamSpec.builder().type(File.class).build().typeInfo();

    private CompletionSpec() {}

    static CommandSpec of(CommandSpec program, Collection<String> types) {
        program.name(ProgramName.USUAL);
        describe(program, types);
        program.subcommands().values().forEach(command -> describe(command.getCommandSpec(), types));
        return program;
    }

    private static void describe(CommandSpec command, Collection<String> types) {
        for (OptionSpec option : new ArrayList<>(command.options())) {
            OptionSpec.Builder changed =
                    option.toBuilder().scopeType(ScopeType.LOCAL); // or it would be inherited twice
            if (PATHS.contains(option.paramLabel())) {
                changed.typeInfo(FILE_TYPE);
            } else if (option.paramLabel().equals(AdaptersCommand.TYPE)) {
                changed.completionCandidates(types);
            } else if (option.longestName().equals(GuardOverride.OPTION)) {
                changed.completionCandidates(GuardOverride.keys());
            } else {
                continue;
            }
            command.remove(option);
            command.addOption(changed.build());
        }
        for (PositionalParamSpec positional : new ArrayList<>(command.positionalParameters())) {
            PositionalParamSpec.Builder changed = positional.toBuilder();
            if (PATHS.contains(positional.paramLabel())) {
                changed.typeInfo(FILE_TYPE);
            } else if (positional.paramLabel().equals(AdaptersCommand.TYPE)) {
                changed.completionCandidates(types);
            } else if (positional.paramLabel().equals("RUN")) {
                changed.completionCandidates(LAST_RUN);
            } else {
                continue;
            }
            command.remove(positional);
            command.addPositional(changed.build());
        }
    }
}
