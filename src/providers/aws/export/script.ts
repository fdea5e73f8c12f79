// A shell script that saves an account's settings with the AWS CLI, for somebody else to run: it only reads.
import { type Each, EXPORT_CALLS, type ExportCalls } from './calls.ts';

/** The script. Its folder has the layout `<region>/<service>-<operation>.json`, `<region>/<service>-<operation>/<name>`. */
export function exportScript(): string {
  const once = EXPORT_CALLS.filter(({ global }) => global === true);
  const regional = EXPORT_CALLS.filter(({ global }) => global !== true);
  return [
    HEAD,
    'region=$HOME_REGION; at=global',
    'save sts get-caller-identity',
    '# Asks IAM to make its report; nothing of the account changes.',
    'for _ in 1 2 3 4 5 6; do',
    '  aws --region "$region" iam generate-credential-report --query State --output text 2> /dev/null | grep -q COMPLETE && break',
    '  sleep 2',
    'done',
    ...once.flatMap(linesOf),
    '',
    'for region in $REGIONS; do',
    '  at=$region',
    '  echo "$region" >&2',
    ...regional.flatMap(linesOf).map((line) => `  ${line}`),
    'done',
    '',
    'echo "Saved in $OUT. Judge it, on any machine: tojimari scan $OUT" >&2',
    '',
  ].join('\n');
}

function linesOf({ service, calls = [], each = [] }: ExportCalls): string[] {
  const lists = [...new Set(each.map(({ of }) => of))];
  const lines = [
    ...[...calls, ...lists].map((call) => `save ${service} ${call}`),
    ...each.flatMap((one) => eachLines(service, one, 'name')),
  ];
  return [`if wanted ${service}; then`, ...lines.map((line) => `  ${line}`), 'fi'];
}

/** The calls about each name of a list; what lists of the thing itself name is `item`. */
function eachLines(service: string, one: Each, name: 'name' | 'item'): string[] {
  const { of, names, option, calls = [], as = `$${name}`, each = [] } = one;
  const asked = option.endsWith('"') ? option : `${option}${option.endsWith('/') ? '' : ' '}"$${name}"`;
  return [
    `names ${quoted(names)} ${service} ${of} | while IFS= read -r ${name}; do`,
    ...calls.map((call) => `  save_one "${as}" ${service} ${call} ${asked} &`),
    ...each.flatMap((inner) => eachLines(service, inner, 'item').map((line) => `  ${line}`)),
    '  wait',
    'done',
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const HEAD = `#!/usr/bin/env bash
# Saves the settings of an AWS account that decide who can reach it. It only reads, and needs the AWS CLI.
#   bash export.sh [FOLDER] [PROFILE]
# REGIONS and SERVICES in the environment limit it: SERVICES="iam s3api s3control" bash export.sh
# What is denied is saved as such. Permissions: tojimari permissions aws
set -u
OUT=\${1:-tojimari-export}
[ $# -ge 2 ] && export AWS_PROFILE=$2
export AWS_PAGER= AWS_MAX_ATTEMPTS=6 AWS_RETRY_MODE=standard
umask 077

HOME_REGION=\${AWS_REGION:-\${AWS_DEFAULT_REGION:-us-east-1}}
ACCOUNT=$(aws --region "$HOME_REGION" sts get-caller-identity --query Account --output text) || exit 2
PARTITION=$(aws --region "$HOME_REGION" sts get-caller-identity --query Arn --output text | cut -d: -f2)
REGIONS=\${REGIONS:-$(aws --region "$HOME_REGION" ec2 describe-regions --query 'Regions[].RegionName' --output text | tr '\\t' '\\n' | sort)}

# A name as the name of a file.
encoded() {
  local text=$1 at char
  for ((at = 0; at < \${#text}; at++)); do
    char=\${text:at:1}
    case $char in
      [a-zA-Z0-9._~-]) printf %s "$char" ;;
      *) printf %s "$char" | od -An -v -tx1 | tr -d '\\n' | tr ' ' '%' | tr a-f A-F ;;
    esac
  done
}

wanted() {
  [ -z "\${SERVICES:-}" ] && return 0
  case " $SERVICES " in *" $1 "*) return 0 ;; *) return 1 ;; esac
}

# The answer to a call, or why there is none.
answer() {
  local file=$1; shift
  mkdir -p "$(dirname "$file")"
  if aws --region "$region" --output json "$@" > "$file.part" 2> "$file.why"; then
    # An answer that says nothing prints nothing.
    [ -s "$file.part" ] || echo '{}' > "$file.part"
    mv "$file.part" "$file"
  else
    mv "$file.why" "$file"
  fi
  rm -f "$file.part" "$file.why"
}

save() { answer "$OUT/$at/$1-$2.json" "$@"; }
save_one() { local name=$1; shift; answer "$OUT/$at/$1-$2/$(encoded "$name")" "$@"; }
names() { local query=$1; shift; aws --region "$region" "$@" --query "$query" --output text 2> /dev/null | tr '\\t' '\\n' | grep -v '^None$' | grep -v '^$'; }
`;
