#!/usr/bin/env python3
"""Seed a moto server with a known mix of exposures.
  seed.py --endpoint http://127.0.0.1:5555 --buckets 200 --users 100 --roles 100 [--account 123456789012] [--threads 1] [--others] [--truth truth.json]
  seed.py --serve 5555 ...   start moto in THIS process, seed it in-process (no HTTP), then serve it (fast path)
The access key id selects nothing; other accounts are reached with STS AssumeRole (moto: role session -> account).
"""
import argparse,json,sys,time,threading,os
from concurrent.futures import ThreadPoolExecutor
ap=argparse.ArgumentParser()
ap.add_argument('--endpoint'); ap.add_argument('--serve',type=int); ap.add_argument('--buckets',type=int,default=200)
ap.add_argument('--users',type=int,default=50); ap.add_argument('--roles',type=int,default=50)
ap.add_argument('--account',default='123456789012'); ap.add_argument('--threads',type=int,default=1)
ap.add_argument('--prefix',default='b'); ap.add_argument('--others',action='store_true'); ap.add_argument('--control',action='store_true',help='of --others, S3 Control alone'); ap.add_argument('--truth')
a=ap.parse_args()
os.environ.update(AWS_ACCESS_KEY_ID='testing',AWS_SECRET_ACCESS_KEY='testing',AWS_DEFAULT_REGION='us-east-1')
if not a.endpoint and not a.serve: sys.exit('need --endpoint or --serve')
mock=None
if a.serve:
    os.environ['MOTO_PORT']=str(a.serve)
    from moto import mock_aws
    mock=mock_aws(config={'core':{'reset_boto3_session':False}}); mock.start()
import boto3
from botocore.config import Config
cfg=Config(inject_host_prefix=False,retries={'max_attempts':2},max_pool_connections=max(10,a.threads),s3={'addressing_style':'path'})
def cli(svc,creds=None,region='us-east-1'):
    kw=dict(region_name=region,config=cfg)
    if a.endpoint: kw['endpoint_url']=a.endpoint
    if creds: kw.update(aws_access_key_id=creds['AccessKeyId'],aws_secret_access_key=creds['SecretAccessKey'],aws_session_token=creds['SessionToken'])
    k=boto3.client(svc,**kw)
    if svc=='s3control' and a.endpoint: # botocore puts the account id before the host: 123456789012.127.0.0.1
        def strip(request,**_): 
            import re
            request.url=re.sub(r'//\d{12}\.','//',request.url)
        k.meta.events.register_first('before-sign.s3-control',strip)
    return k
ACCT=a.account; EXT='999988887777'; PARTNER='111122223333'; ORG='o-exampleorgid'
creds=None
if ACCT!='123456789012':
    creds=cli('sts').assume_role(RoleArn=f'arn:aws:iam::{ACCT}:role/OrganizationAccountAccessRole',RoleSessionName='seed')['Credentials']
s3=cli('s3',creds); iam=cli('iam',creds)
BPA_ALL=dict(BlockPublicAcls=True,IgnorePublicAcls=True,BlockPublicPolicy=True,RestrictPublicBuckets=True)
BPA_NONE={k:False for k in BPA_ALL}
def pol(b,*st): return json.dumps({'Version':'2012-10-17','Statement':[dict(s,Resource=s.get('Resource',[f'arn:aws:s3:::{b}/*'])) for s in st]})
def al(p,act='s3:GetObject',**k): return dict({'Sid':'s','Effect':'Allow','Principal':p,'Action':act},**k)
AU='http://acs.amazonaws.com/groups/global/AllUsers'; AUTH='http://acs.amazonaws.com/groups/global/AuthenticatedUsers'
# name, expected exposure, settings: bpa, acl (canned) or grants, policy(list of statements), website, ownership, tags
K=[
 ('locked','none',dict(bpa=BPA_ALL,own='BucketOwnerEnforced')),
 ('locked-ownpolicy','none',dict(bpa=BPA_ALL,own='BucketOwnerEnforced',pol=[al({'AWS':f'arn:aws:iam::{ACCT}:root'},'s3:*')])),
 ('acl-public-read','public-list',dict(bpa=BPA_NONE,own='ObjectWriter',acl='public-read')),
 ('acl-public-rw','public-write',dict(bpa=None,own='ObjectWriter',grants=[(AU,'READ'),(AU,'WRITE')])),
 ('acl-authusers','any-aws-list',dict(bpa=None,own='ObjectWriter',acl='authenticated-read')),
 ('acl-writeacp','public-takeover',dict(bpa=None,own='ObjectWriter',grants=[(AU,'WRITE_ACP'),(AU,'READ_ACP')])),
 ('pol-public-get','public-read',dict(bpa=BPA_NONE,own='BucketOwnerEnforced',pol=[al('*')])),
 ('pol-public-restricted','none(restrict)',dict(bpa=dict(BPA_NONE,RestrictPublicBuckets=True),own='BucketOwnerEnforced',pol=[al({'AWS':'*'})])),
 ('acl-public-ignored','none(ignore)',dict(bpa=dict(BPA_NONE,IgnorePublicAcls=True),own='ObjectWriter',acl='public-read')),
 ('pol-narrow-ip','conditional',dict(own='BucketOwnerEnforced',pol=[al('*',Condition={'IpAddress':{'aws:SourceIp':['203.0.113.0/24']}})])),
 ('pol-broad-ip','public-read',dict(own='BucketOwnerEnforced',pol=[al('*',Condition={'IpAddress':{'aws:SourceIp':['0.0.0.0/1','128.0.0.0/1']}})])),
 ('website','public-read',dict(bpa=BPA_NONE,own='BucketOwnerEnforced',pol=[al('*')],web=True)),
 ('xacct-partner','cross-account',dict(own='BucketOwnerEnforced',pol=[al({'AWS':f'arn:aws:iam::{PARTNER}:root'},['s3:GetObject','s3:PutObject'])])),
 ('xacct-unknown','cross-account',dict(own='BucketOwnerEnforced',pol=[al({'AWS':[EXT,f'arn:aws:iam::{EXT}:role/x']},'s3:*')])),
 ('pol-org','org',dict(own='BucketOwnerEnforced',pol=[al('*',Condition={'StringEquals':{'aws:PrincipalOrgID':ORG}})])),
 ('pol-tls-only','none',dict(own='BucketOwnerEnforced',pol=[{'Sid':'tls','Effect':'Deny','Principal':'*','Action':'s3:*','Condition':{'Bool':{'aws:SecureTransport':'false'}}}])),
 ('pol-notprincipal','public-read',dict(own='BucketOwnerEnforced',pol=[{'Sid':'np','Effect':'Allow','NotPrincipal':{'AWS':f'arn:aws:iam::{EXT}:root'},'Action':'s3:GetObject'}])),
 ('pol-public-list','public-list',dict(own='BucketOwnerEnforced',pol=[al('*','s3:ListBucket',Resource='arn:aws:s3:::%B')])),
 ('pol-public-star','public-takeover',dict(own='BucketOwnerEnforced',pol=[al({'AWS':['*']},'s3:*',Resource=['arn:aws:s3:::%B','arn:aws:s3:::%B/*'])])),
 ('pol-ap-delegate','delegated',dict(own='BucketOwnerEnforced',pol=[al({'AWS':'*'},'*',Condition={'StringEquals':{'s3:DataAccessPointAccount':ACCT}})])),
 ('pol-cf-oac','service',dict(own='BucketOwnerEnforced',pol=[al({'Service':'cloudfront.amazonaws.com'},Condition={'StringEquals':{'AWS:SourceArn':f'arn:aws:cloudfront::{ACCT}:distribution/E1'}})])),
 ('pol-svc-nocond','confused-deputy',dict(own='BucketOwnerEnforced',pol=[al({'Service':'cloudtrail.amazonaws.com'},'s3:PutObject')])),
 ('pol-vpce','conditional',dict(own='BucketOwnerEnforced',pol=[al('*',Condition={'StringEquals':{'aws:SourceVpce':'vpce-1a2b3c4d'}})])),
 ('pol-referer','public-read',dict(own='BucketOwnerEnforced',pol=[al('*',Condition={'StringLike':{'aws:Referer':['https://example.com/*']}})])),
]
def sub(o,b): return json.loads(json.dumps(o).replace('%B',b))
truth=[]; ncalls=[0]; lock=threading.Lock()
def c(f,**k):
    with lock: ncalls[0]+=1
    return f(**k)
def bucket(i):
    n,exp,s=K[i%len(K)]; b=f'{a.prefix}{i:05d}-{n}'
    kw={} if i%5 else {'CreateBucketConfiguration':{'LocationConstraint':'eu-west-1'}}
    c(s3.create_bucket,Bucket=b,**kw)
    if s.get('own'): c(s3.put_bucket_ownership_controls,Bucket=b,OwnershipControls={'Rules':[{'ObjectOwnership':s['own']}]})
    if s.get('acl'): c(s3.put_bucket_acl,Bucket=b,ACL=s['acl'])
    if s.get('grants'): c(s3.put_bucket_acl,Bucket=b,AccessControlPolicy={'Owner':{'ID':'75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a'},'Grants':[{'Grantee':{'Type':'Group','URI':u},'Permission':p} for u,p in s['grants']]})
    if s.get('pol'): c(s3.put_bucket_policy,Bucket=b,Policy=pol(b,*[sub(x,b) for x in s['pol']]))
    if s.get('bpa'): c(s3.put_public_access_block,Bucket=b,PublicAccessBlockConfiguration=s['bpa'])
    if s.get('web'): c(s3.put_bucket_website,Bucket=b,WebsiteConfiguration={'IndexDocument':{'Suffix':'index.html'}})
    if i%3==0: c(s3.put_bucket_tagging,Bucket=b,Tagging={'TagSet':[{'Key':'team','Value':f't{i%7}'},{'Key':'data','Value':'public' if i%6==0 else 'internal'}]})
    truth.append((b,exp))
GH='arn:aws:iam::%s:oidc-provider/token.actions.githubusercontent.com'%ACCT
T=[('svc-ec2','none',{'Service':'ec2.amazonaws.com'},None,'sts:AssumeRole'),
 ('own-root','none',{'AWS':f'arn:aws:iam::{ACCT}:root'},None,'sts:AssumeRole'),
 ('ext-extid','cross-account',{'AWS':f'arn:aws:iam::{PARTNER}:root'},{'StringEquals':{'sts:ExternalId':'abc'}},'sts:AssumeRole'),
 ('ext-noextid','cross-account-no-external-id',{'AWS':f'arn:aws:iam::{EXT}:root'},None,'sts:AssumeRole'),
 ('any-aws','public',{'AWS':'*'},None,'sts:AssumeRole'),
 ('any-star','public','*',None,'sts:AssumeRole'),
 ('any-org','org',{'AWS':'*'},{'StringEquals':{'aws:PrincipalOrgID':ORG}},'sts:AssumeRole'),
 ('gh-pinned','none',{'Federated':GH},{'StringEquals':{'token.actions.githubusercontent.com:aud':'sts.amazonaws.com'},'StringLike':{'token.actions.githubusercontent.com:sub':'repo:acme/app:*'}},'sts:AssumeRoleWithWebIdentity'),
 ('gh-nosub','public-github',{'Federated':GH},{'StringEquals':{'token.actions.githubusercontent.com:aud':'sts.amazonaws.com'}},'sts:AssumeRoleWithWebIdentity'),
 ('gh-star','public-github',{'Federated':GH},{'StringLike':{'token.actions.githubusercontent.com:sub':'repo:*'}},'sts:AssumeRoleWithWebIdentity'),
 ('cognito-unauth','public-cognito',{'Federated':'cognito-identity.amazonaws.com'},{'ForAnyValue:StringLike':{'cognito-identity.amazonaws.com:amr':'unauthenticated'}},'sts:AssumeRoleWithWebIdentity'),
 ('saml','none',{'Federated':f'arn:aws:iam::{ACCT}:saml-provider/corp'},{'StringEquals':{'SAML:aud':'https://signin.aws.amazon.com/saml'}},'sts:AssumeRoleWithSAML')]
ADMIN=json.dumps({'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'*','Resource':'*'}]})
RO=json.dumps({'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':['s3:Get*','s3:List*'],'Resource':'*'}]})
ESC=json.dumps({'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':['iam:PassRole','lambda:CreateFunction','lambda:InvokeFunction'],'Resource':'*'}]})
def role(i):
    n,exp,p,cond,act=T[i%len(T)]; r=f'r{i:05d}-{n}'
    st={'Effect':'Allow','Principal':p,'Action':act}
    if cond: st['Condition']=cond
    c(iam.create_role,RoleName=r,AssumeRolePolicyDocument=json.dumps({'Version':'2012-10-17','Statement':[st]}),MaxSessionDuration=3600)
    if i%2==0: c(iam.put_role_policy,RoleName=r,PolicyName='inline',PolicyDocument=[ADMIN,RO,ESC][i%3])
    else: c(iam.attach_role_policy,RoleName=r,PolicyArn='arn:aws:iam::aws:policy/'+['ReadOnlyAccess','AdministratorAccess','PowerUserAccess'][i%3])
    truth.append((r,exp))
def user(i):
    u=f'u{i:05d}'
    c(iam.create_user,UserName=u)
    if i%2==0: c(iam.create_access_key,UserName=u)
    if i%3==0: c(iam.create_login_profile,UserName=u,Password='S33d-pass-word!')
    if i%4==0: c(iam.put_user_policy,UserName=u,PolicyName='inline',PolicyDocument=[ADMIN,RO,ESC][i%3])
    else: c(iam.add_user_to_group,GroupName='g%d'%(i%3),UserName=u)
    if i%6==0:
        d=c(iam.create_virtual_mfa_device,VirtualMFADeviceName=u)['VirtualMFADevice']
        c(iam.enable_mfa_device,UserName=u,SerialNumber=d['SerialNumber'],AuthenticationCode1='123456',AuthenticationCode2='654321')
def others():
    j=json.dumps; out={}
    def st(p,act,res='*',**k): return j({'Version':'2012-10-17','Statement':[dict({'Sid':'x','Effect':'Allow','Principal':p,'Action':act,'Resource':res},**k)]})
    def tryit(n,f):
        try: f()
        except Exception as e: print('seed others:',n,type(e).__name__,str(e)[:160],file=sys.stderr)
    def sns():
        x=cli('sns',creds)
        for i in range(5):
            t=x.create_topic(Name=f't{i}')['TopicArn']; truth.append((t,['default','public','xacct','public-cond','default'][i]))
            if i==1: x.set_topic_attributes(TopicArn=t,AttributeName='Policy',AttributeValue=st('*','SNS:Subscribe',t))
            if i==2: x.set_topic_attributes(TopicArn=t,AttributeName='Policy',AttributeValue=st({'AWS':EXT},'SNS:Publish',t))
            if i==3: x.set_topic_attributes(TopicArn=t,AttributeName='Policy',AttributeValue=st('*','SNS:Publish',t,Condition={'StringEquals':{'AWS:SourceOwner':ACCT}}))
    def sqs():
        x=cli('sqs',creds)
        for i in range(4):
            q=x.create_queue(QueueName=f'q{i}')['QueueUrl']
            if i==1: x.set_queue_attributes(QueueUrl=q,Attributes={'Policy':st('*','sqs:*')})
            if i==2: x.set_queue_attributes(QueueUrl=q,Attributes={'Policy':st({'AWS':f'arn:aws:iam::{EXT}:root'},'sqs:SendMessage')})
    def kms():
        x=cli('kms',creds)
        for i in range(3):
            k=x.create_key(Policy=st({'AWS':['*',f'arn:aws:iam::{ACCT}:root',f'arn:aws:iam::{EXT}:root'][i]},'kms:*'))['KeyMetadata']['KeyId']
    def lam():
        import io,zipfile
        z=io.BytesIO(); zf=zipfile.ZipFile(z,'w'); zf.writestr('i.py','def h(e,c): pass'); zf.close()
        x=cli('lambda',creds); r=iam.create_role(RoleName='lambda-exec',AssumeRolePolicyDocument=st({'Service':'lambda.amazonaws.com'},'sts:AssumeRole').replace(', "Resource": "*"',''))['Role']['Arn']
        for i in range(4):
            x.create_function(FunctionName=f'f{i}',Runtime='python3.11',Role=r,Handler='i.h',Code={'ZipFile':z.getvalue()})
            if i==1: x.add_permission(FunctionName='f1',StatementId='pub',Action='lambda:InvokeFunction',Principal='*')
            if i==2: x.add_permission(FunctionName='f2',StatementId='x',Action='lambda:InvokeFunction',Principal=EXT)
            if i==3:
                x.create_function_url_config(FunctionName='f3',AuthType='NONE'); x.add_permission(FunctionName='f3',StatementId='u',Action='lambda:InvokeFunctionUrl',Principal='*',FunctionUrlAuthType='NONE')
    def ecr():
        x=cli('ecr',creds)
        for i in range(3):
            x.create_repository(repositoryName=f'e{i}')
            if i: x.set_repository_policy(repositoryName=f'e{i}',policyText=j({'Version':'2012-10-17','Statement':[{'Sid':'x','Effect':'Allow','Principal':['','*',{'AWS':EXT}][i],'Action':['ecr:BatchGetImage','ecr:GetDownloadUrlForLayer']}]}))
    def sec():
        x=cli('secretsmanager',creds)
        for i in range(3):
            r=x.create_secret(Name=f's{i}',SecretString='x')['ARN']
            if i: x.put_resource_policy(SecretId=r,ResourcePolicy=st(['','*',{'AWS':f'arn:aws:iam::{EXT}:root'}][i],'secretsmanager:GetSecretValue'))
    def ec2():
        x=cli('ec2',creds); v=x.describe_vpcs()['Vpcs'][0]['VpcId']
        for i,(p,cidr) in enumerate([(22,'0.0.0.0/0'),(443,'0.0.0.0/0'),(3306,'10.0.0.0/8'),(3389,'0.0.0.0/0')]):
            g=x.create_security_group(GroupName=f'sg{i}',Description='d',VpcId=v)['GroupId']
            x.authorize_security_group_ingress(GroupId=g,IpPermissions=[{'IpProtocol':'tcp','FromPort':p,'ToPort':p,'IpRanges':[{'CidrIp':cidr}]}])
        vol=x.create_volume(AvailabilityZone='us-east-1a',Size=1)['VolumeId']
        for i in range(3):
            s=x.create_snapshot(VolumeId=vol)['SnapshotId']
            if i==1: x.modify_snapshot_attribute(SnapshotId=s,Attribute='createVolumePermission',OperationType='add',GroupNames=['all'])
            if i==2: x.modify_snapshot_attribute(SnapshotId=s,Attribute='createVolumePermission',OperationType='add',UserIds=[EXT])
        im=x.describe_images(Owners=['amazon'])['Images'][0]['ImageId']
        ins=x.run_instances(ImageId=im,MinCount=1,MaxCount=1)['Instances'][0]['InstanceId']
        for i in range(2):
            m=x.create_image(InstanceId=ins,Name=f'img{i}')['ImageId']
            if i: x.modify_image_attribute(ImageId=m,LaunchPermission={'Add':[{'Group':'all'}]})
    def rds():
        x=cli('rds',creds)
        for i in range(2):
            x.create_db_instance(DBInstanceIdentifier=f'db{i}',Engine='postgres',DBInstanceClass='db.t3.micro',AllocatedStorage=10,MasterUsername='u',MasterUserPassword='passw0rd1',PubliclyAccessible=bool(i))
            x.create_db_snapshot(DBInstanceIdentifier=f'db{i}',DBSnapshotIdentifier=f'snap{i}')
        x.modify_db_snapshot_attribute(DBSnapshotIdentifier='snap1',AttributeName='restore',ValuesToAdd=['all'])
    def efs():
        x=cli('efs',creds); f=x.create_file_system(CreationToken='a')['FileSystemId']; x.put_file_system_policy(FileSystemId=f,Policy=st({'AWS':'*'},'elasticfilesystem:ClientMount'))
    def osr():
        x=cli('opensearch',creds); x.create_domain(DomainName='dom0',AccessPolicies=st({'AWS':'*'},'es:*'))
    def apig():
        x=cli('apigateway',creds); r=x.create_rest_api(name='api0',policy=st('*','execute-api:Invoke')); root=x.get_resources(restApiId=r['id'])['items'][0]['id']
        x.put_method(restApiId=r['id'],resourceId=root,httpMethod='GET',authorizationType='NONE')
    def org():
        x=cli('organizations'); x.create_organization(FeatureSet='ALL')
        for i in range(5): x.create_account(Email=f'a{i}@example.com',AccountName=f'acct{i}')
    def s3c():
        x=cli('s3control',creds)
        x.put_public_access_block(AccountId=ACCT,PublicAccessBlockConfiguration=dict(BPA_NONE,BlockPublicAcls=True))
        b=f'{a.prefix}00000-locked'
        ap_=x.create_access_point(AccountId=ACCT,Name='ap0',Bucket=b)
        x.create_access_point(AccountId=ACCT,Name='ap1',Bucket=b,PublicAccessBlockConfiguration=BPA_NONE)
        x.put_access_point_policy(AccountId=ACCT,Name='ap1',Policy=st('*','s3:GetObject',f'arn:aws:s3:us-east-1:{ACCT}:accesspoint/ap1/object/*'))
        w=cli('s3control',creds,'us-west-2')
        w.create_multi_region_access_point(AccountId=ACCT,ClientToken='t',Details={'Name':'mr0','PublicAccessBlock':BPA_NONE,'Regions':[{'Bucket':b}]})
        alias=w.list_multi_region_access_points(AccountId=ACCT)['AccessPoints'][0]['Alias']
        w.put_multi_region_access_point_policy(AccountId=ACCT,ClientToken='t',Details={'Name':'mr0','Policy':st('*','s3:GetObject',f'arn:aws:s3::{ACCT}:accesspoint/{alias}/object/*')})
    for n,f in list(locals().items()):
        if callable(f) and n not in('st','tryit','j') and (a.others or n=='s3c'): tryit(n,f)
t0=time.time()
for g in range(3):
    c(iam.create_group,GroupName=f'g{g}'); c(iam.put_group_policy,GroupName=f'g{g}',PolicyName='p',PolicyDocument=[RO,ESC,ADMIN][g])
with ThreadPoolExecutor(a.threads) as ex:
    list(ex.map(bucket,range(a.buckets))); t1=time.time()
    list(ex.map(role,range(a.roles))); list(ex.map(user,range(a.users)))
t2=time.time()
if a.others or a.control: others()
print(json.dumps(dict(buckets=a.buckets,roles=a.roles,users=a.users,calls=ncalls[0],bucket_s=round(t1-t0,2),iam_s=round(t2-t1,2),calls_per_s=round(ncalls[0]/(t2-t0)))),file=sys.stderr,flush=True)
if a.truth: json.dump(sorted(truth),open(a.truth,'w'),indent=0)
if a.serve:
    mock.stop() if False else None
    from moto.core.models import botocore_stubber
    botocore_stubber.enabled=False
    from moto.server import main
    main(['-p',str(a.serve)])
