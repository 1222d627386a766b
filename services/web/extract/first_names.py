"""Common first names of English-speaking countries, India and Europe: a hint that two words are a person."""

_NAMES = """
aaron abby abigail adam adrian aidan alan alana albert alejandro alex alexander alexandra alexis alfred alice
alicia alison allan allen allison amanda amber amelia amy ana andre andrea andrew andy angel angela angelica
anita ann anna anne annette annie anthony antonio april ariel arnold arthur ashley audrey austin barbara barry
beatrice becky ben benjamin bernard bernice bernie beth betty beverly bill billy blake bob bobby bonnie brad
bradley brandon brandy brenda brendan brett brian bridget britney brittany bruce bryan caitlin calvin cameron
candice carl carla carlos carmen carol carole caroline carolyn carrie casey catherine cathy cecilia celia celine
chad charlene charles charlie charlotte chelsea cheryl chloe chris christian christina christine christopher
cindy claire clara clarence claudia clifford clint cody colin colleen connie connor corey courtney craig crystal
curtis cynthia daisy dale dan dana daniel danielle danny darlene darrell darren dave david dawn dean deanna deb
debbie deborah debra denise dennis derek diana diane dianne dick dolores dominic don donald donna doris dorothy
doug douglas duane dustin dwight dylan earl ed eddie edgar edith edward edwin eileen elaine eleanor elena
elizabeth ella ellen emily emma enrique eric erica erik erin ernest esther ethan eugene eva evan evelyn faith
felicia felix fernando florence frances francis francisco frank fred frederick gabriel gail gary gavin gene
geoff geoffrey george gerald geraldine gerard gilbert gina gladys glen glenn gloria gordon grace graham greg
gregg gregory guy gwen hannah harold harriet harry harvey heather hector heidi helen henry herbert herman holly
howard hugh ian ignacio irene iris isaac isabel isabella ivan jack jackie jackson jacob jacqueline jaime jake
james jamie jan jane janet janice jared jasmine jason javier jay jean jeanette jeanne jeff jeffery jeffrey jen
jenna jennifer jenny jeremy jerome jerry jesse jessica jessie jill jim jimmy jo joan joann joanna joanne jocelyn
jodi joe joel john johnny jolene jon jonathan jordan jorge jose joseph josephine josh joshua joy joyce juan
juanita judith judy julia julian julie june justin justine karen karl kate katelyn katharine katherine kathleen
kathryn kathy katie katrina kay kayla keith kelli kelly ken kendra kenneth kenny kent kerry kevin kim kimberly
krista kristen kristin kristina kurt kyle lance larry laura lauren laurie lawrence leah lee lena leo leon
leonard leroy leslie lewis liam lillian linda lindsay lindsey lisa liz logan lois lori lorraine louis louise
lucas lucy luis luke lydia lynette lynn mack madeline malcolm marc marcia marcus margaret maria marian marie
marilyn mario marion marissa marjorie mark marlene marsha marshall martha martin marvin mary mathew matt matthew
maureen maurice max maxine megan melanie melinda melissa melvin meredith michael micheal michele michelle miguel
mike mildred milton miranda miriam mitchell molly monica morgan nancy naomi natalie natasha nathan nathaniel
neil nicholas nick nicole nikki nina noah nora norma norman oliver olivia oscar pam pamela pat patricia patrick
patty paul paula pauline pedro peggy penny pete peter phil philip phillip phyllis priscilla rachel ralph ramon
randall randy ray raymond rebecca regina renee rex rhonda ricardo rich richard rick ricky rita rob robert
roberta roberto robin rod rodney roger roland ron ronald ronnie rosa rose rosemary ross roy ruben russell ruth
ryan sabrina sally sam samantha samuel sandra sandy sara sarah scott sean sergio seth shane shannon sharon shaun
shawn sheila shelly sherri sherry shirley sidney simon sonia sophia sophie stacey stacy stan stanley stefan
stella stephanie stephen steve steven stewart stuart sue susan suzanne sylvia tamara tammy tanya tara ted teresa
terrance terri terry thelma theodore theresa thomas tim timothy tina todd tom tommy toni tony tonya tracey traci
tracy travis trevor tricia troy tyler valerie vanessa vera vernon veronica vicki vicky victor victoria vincent
viola virginia vivian wade walter wanda warren wayne wendy wesley whitney willie wilma yolanda yvonne zachary
zoe aakash aarav aarti abdul abhay abhijit abhinav abhishek aditi aditya ajay ajit akash akhil akshay alok aman
amar amit amita amitabh amol amrita anand ananya anil anirudh anish anjali anjana ankit ankita ankur anuj anupam
anuradha anurag aparna archana arjun arun aruna arvind asha ashish ashok ashwin asif atul avinash ayesha ayush
babu bala balaji bharat bharati bhaskar bhavna bhavesh bhupesh bijoy chandan chandra chandrashekhar chetan
chirag deepa deepak deepali deepika devendra dhananjay dhiraj dilip dinesh dipak divya farhan farida faisal
fatima ganesh gaurav gautam geeta girish gopal govind harish harsh harsha hardik hemant hema hitesh imran indira
irfan ishaan jagdish jatin javed jaya jayant jayesh jitendra jyoti kalpana kamal kamala karan karthik kartik
kavita kavya ketan kiran kishore krishna kumar kunal lakshmi lalit lata lokesh madan madhav madhu madhuri
mahendra mahesh manish manisha manju manoj mansi meena meera megha mehul milind mithun mohan mohammed mohammad
mohit monika mukesh mukund murali nagesh nalini namrata nandini narayan narendra naresh naveen navin neelam
neeraj neha nidhi nikhil nikita nilesh nimesh niraj nirmala nisha nishant nitin padma pallavi pankaj parag
paresh parth parul pavan pawan pooja poonam prabhakar pradeep prakash pramod pranav prasad prashant pratap
prateek pratibha pravin praveen preeti prem priti priya priyanka puneet purvi pushpa radha radhika raghav raghu
rahul raj raja rajan rajani rajat rajeev rajendra rajesh rajiv rajkumar raju rakesh ram rama raman ramesh rani
ranjit ranjan rashmi ravi ravindra reena rekha renu rishi ritesh ritu rohan rohini rohit roshan ruchi rupa
sachin sagar sameer samir sandeep sandhya sangeeta sanjay sanjeev sanjiv santosh sapna sarita satish saurabh
savita seema shabana shailesh shakti shalini shankar sharad shashi sheela shilpa shiv shivani shobha shraddha
shreya shruti shubham shyam siddharth smita sneha sohail somnath sonal sonali srikanth srinivas srinivasan
subhash subramanian sudha sudhir sujata sukhdev suman sumit sunil sunita suraj surendra suresh sushil sushma
swapna swati syed tanvi tarun tejas trupti tushar uday ujwala uma umesh usha utkarsh vaibhav varsha varun vasant
vasudha venkat venkatesh vibha vidya vijay vijaya vikas vikram vikrant vinay vineet vinod vipin vipul virendra
vishal vishnu vivek yash yashwant yogesh yusuf zainab hans klaus jurgen wolfgang uwe dieter stefano giovanni
giuseppe marco luca paolo francesca giulia pierre philippe michel francois camille lars anders erik johan karin
ingrid katarzyna piotr pawel andrzej agnieszka tomasz jan dmitri sergei olga svetlana wei ming li chen hiroshi
"""
FIRST_NAMES = frozenset(_NAMES.split())
