package dev.gosync.cli;

import dev.gosync.adapter.ConfigException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on one line what is wrong with a command line, and how to get help. */
final class UsageError {
    static final String NO_COMMAND = "no command is given";

    private static final String GUESS = "; did you mean";

    private UsageError() {}

    /**
     * Says what is wrong.
     *
     * @param commands the names of all commands
     * @return the message, without a full stop
     */
    static String message(ParameterException wrong, Collection<String> commands) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, command, commands);
        }
        if (wrong instanceof OverwrittenOptionException twice && twice.getOverwritten() instanceof OptionSpec option) {
            return option.longestName() + " is given twice";
        }
        if (wrong instanceof MissingParameterException missing) {
            return missing(missing);
        }
        if (wrong.getArgSpec() instanceof OptionSpec option && option.type().isEnum()) {
            return enumValue(wrong, option);
        }
        return String.valueOf(wrong.getMessage());
    }

    /** {@return the message as a sentence, and how to get help about the command} */
    static String withHelp(String message, ParameterException wrong) {
        return message + (message.endsWith("?") ? "" : ".") + " Run "
                + wrong.getCommandLine().getCommandSpec().qualifiedName(" ") + " --help.";
    }

    private static String unmatched(
            UnmatchedArgumentException unmatched, CommandSpec command, Collection<String> commands) {
        String word = unmatched.getUnmatched().get(0);
        if (unmatched.isUnknownOption()) {
            String name = word.replaceFirst("=.*", "");
            String owner = ofOtherCommand(name, command);
            if (!owner.isEmpty()) {
                return "'" + name + "' " + owner;
            }
            List<String> options =
                    command.options().stream().map(OptionSpec::longestName).toList();
            String hint = ConfigException.Fault.hint(name, options);
            return "unknown option '" + word + "'" + (hint.startsWith(GUESS) ? hint : "");
        }
        return command.parent() == null
                ? "unknown command '" + word + "'" + ConfigException.Fault.hint(word, commands)
                : "'" + word + "' is one word too many";
    }

    /** {@return which commands have an option that this one does not have; empty if none has it} */
    static String ofOtherCommand(String option, CommandSpec command) {
        List<String> owners = new ArrayList<>();
        Cli.spec().subcommands().forEach((name, other) -> {
            if (other.getCommandSpec().findOption(option) != null) {
                owners.add(name);
            }
        });
        if (owners.isEmpty()) {
            return "";
        }
        int last = owners.size() - 1;
        String listed =
                last == 0 ? owners.get(0) : String.join(", ", owners.subList(0, last)) + " and " + owners.get(last);
        return "is an option of " + listed
                + (command.parent() == null ? "; write it after the command" : ", not of " + command.name());
    }

    private static String missing(MissingParameterException missing) {
        List<ArgSpec> arguments = missing.getMissing();
        if (arguments.isEmpty() || arguments.get(0) instanceof OptionSpec) {
            ArgSpec option = arguments.isEmpty() ? missing.getArgSpec() : arguments.get(0);
            return option instanceof OptionSpec known
                    ? known.longestName() + " needs a value: " + known.paramLabel()
                    : String.valueOf(missing.getMessage());
        }
        return arguments.stream().map(ArgSpec::paramLabel).collect(Collectors.joining(" and ")) + " is missing: "
                + arguments.stream().map(UsageError::meaning).collect(Collectors.joining(" and "));
    }

    /** The first sentence of the help of an argument, without its full stop: {@code the configuration file}. */
    private static String meaning(ArgSpec argument) {
        String sentence = argument.description()[0].replaceFirst("[.](?: .*)?$", "");
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    private static String enumValue(ParameterException wrong, OptionSpec option) {
        List<String> allowed = new ArrayList<>();
        option.completionCandidates().forEach(allowed::add); // not every command takes every value
        return ConfigException.Fault.unknownValue(option.longestName(), String.valueOf(wrong.getValue()), allowed)
                .toString();
    }
}
