import { hclLanguage } from 'codemirror-lang-hcl';
import { readFileSync } from 'node:fs';
import { execSync } from 'node:child_process';
const time = (name, t) => { const s=process.cpuUsage(); let tree, n=0, err='', first=-1; try { tree = hclLanguage.parser.parse(t); tree.iterate({enter(x){n++; if (x.type.isError && first<0) first=x.from}}); } catch(e){err=String(e).slice(0,80)} const u=process.cpuUsage(s); console.log(name, t.length, 'ms', Math.round(u.user/1000), 'nodes', n, 'firstErr', first, err) };
time('deep[', 'a = ' + '['.repeat(10000)+']'.repeat(10000));
time('deep100k', 'a = ' + '['.repeat(100000));
time('deep{', 'a '+'{ b '.repeat(50000));
time('deep${', 'a = "'+'${"'.repeat(50000));
time('garbage', 'x"${%{ }(]['.repeat(100000).slice(0,1e6));
time('parens', ')'.repeat(1e6));
time('quotes', '"'.repeat(1e6));
time('rand', Array.from({length:3e5},(_, i)=>'ab"${}[]()=\n<<EOF%{:?.,*#/'[(i*7919+((i*i)>>3))%27]).join(''));
time('unclosed heredoc', 'a = <<EOF\n'+'x\n'.repeat(3e5));
time('big', 'resource "aws_s3_bucket" "b" {\n  bucket = "acme"\n  tags = { a = "b" }\n}\n'.repeat(15000));
let files=[]; try { files = execSync('find /work/shared/corpus /work/main/test /work/main/examples -name "*.tf" -not -path "*/node_modules/*" | head -3000',{encoding:'utf8'}).trim().split('\n').filter(Boolean);}catch{}
let bad=0, tot=0; for (const f of files){ const t=readFileSync(f,'utf8'); tot++; let first; hclLanguage.parser.parse(t).iterate({enter(x){ if(x.type.isError&&first===undefined) first=x.from}}); if(first!==undefined){bad++; if(bad<8) console.log(f, t.slice(0,first).split('\n').length, JSON.stringify(t.slice(Math.max(0,first-60),first+40)))} }
console.log('corpus tf', tot, 'bad', bad);
